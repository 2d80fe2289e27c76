using System.Text;

namespace Scheduler.Host.Local;

/// <summary>The file by which kubectl finds a bundled cluster. A file that somebody else wrote is never overwritten.</summary>
public sealed class KubeconfigFile(string path)
{
    private const string Mark = "# Written by \"up\", anew at each start.";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>There is a file, and it is not ours.</summary>
    public bool IsForeign => File.Exists(Path) && !File.ReadAllText(Path).StartsWith(Mark, StringComparison.Ordinal);

    public void Write(string server, string authorityPem, string user, string token) => SecretFile.Write(Path, $"""
        {Mark}
        apiVersion: v1
        kind: Config
        clusters:
        - name: up
          cluster:
            server: {server}
            certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}
        users:
        - name: {user}
          user:
            token: {token}
        contexts:
        - name: up
          context:
            cluster: up
            user: {user}
            namespace: default
        current-context: up

        """);
}

/// <summary>Files that only their owner may read.</summary>
public static class SecretFile
{
    /// <summary>Replaces the file as a whole; it is never readable by others, not even while it is written.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var draft = path + ".new";
        File.Delete(draft);
        using (var writer = new StreamWriter(draft, new UTF8Encoding(false), options)) writer.Write(text);
        File.Move(draft, path, overwrite: true);
    }
}
