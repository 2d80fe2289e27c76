using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scheduler.Host.Local;

/// <summary>The file by which kubectl finds a bundled cluster. A file that somebody else wrote is never overwritten.</summary>
public sealed class KubeconfigFile(string path)
{
    private const string Mark = "# Written by \"up\", anew at each start.";
    private const string Name = "up";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// There is a file, and it is not ours. kubectl rewrites the file when it sets a namespace, without the comment: so a file that knows nothing but
    /// our cluster is ours, too.
    /// </summary>
    public bool IsForeign => File.Exists(Path) && File.ReadAllText(Path) is var text && !text.StartsWith(Mark, StringComparison.Ordinal) && !KnowsOnlyUs(text);

    public void Write(string server, string authorityPem, string user, string token) => SecretFile.Write(Path, $"""
        {Mark}
        apiVersion: v1
        kind: Config
        clusters:
        - name: {Name}
          cluster:
            server: {server}
            certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}
        users:
        - name: {user}
          user:
            token: {token}
        contexts:
        - name: {Name}
          context:
            cluster: {Name}
            user: {user}
            namespace: default
        current-context: {Name}

        """);

    private static bool KnowsOnlyUs(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }] && Names(root, "clusters") is [Name] && Names(root, "contexts") is [Name] && Names(root, "users").Count == 1;
        }
        catch (YamlException)
        {
            return false; // Nothing that kubectl would have written.
        }
    }

    private static List<string?> Names(YamlMappingNode root, string list) =>
        root.Children.TryGetValue(list, out var found) && found is YamlSequenceNode items
            ? [.. items.Select(item => item is YamlMappingNode one && one.Children.TryGetValue("name", out var name) ? (name as YamlScalarNode)?.Value : null)]
            : [];
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
