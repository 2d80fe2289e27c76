using System.Security.Cryptography.X509Certificates;

namespace Scheduler.Host.Client.Access;

/// <summary>
/// A token in a file that somebody else keeps fresh, such as the kubelet for the pod's account. Read again once a minute and whenever the server
/// refuses it; while the file cannot be read, the last token goes on.
/// </summary>
internal sealed class TokenFile(string path, string initial, X509Certificate2? certificate, TimeProvider clock) : ICredentialSource
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(1);

    private readonly Lock reading = new();
    private Credential current = Credential.Token(initial.Trim(), certificate);
    private DateTimeOffset due = clock.GetUtcNow() + ReadEvery;

    public ValueTask<Credential> Current(CancellationToken cancellation)
    {
        lock (reading)
        {
            if (clock.GetUtcNow() >= due) Read();
            return new(current);
        }
    }

    public bool Forget(Credential refused)
    {
        lock (reading)
        {
            if (ReferenceEquals(refused, current)) Read();
            return !ReferenceEquals(refused, current);
        }
    }

    private void Read()
    {
        due = clock.GetUtcNow() + ReadEvery;
        try
        {
            var token = File.ReadAllText(path).Trim();
            if (token.Length > 0 && token != current.Authorization?.Parameter) current = Credential.Token(token, certificate);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file is being replaced, or gone: the server decides how long the last token holds.
        }
    }
}
