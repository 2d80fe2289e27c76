using System.IO.Compression;

namespace Scheduler.Tests;

/// <summary>Finds the repository and the files in <c>fixtures/</c>.</summary>
public static class Fixtures
{
    /// <summary>The folder that holds <c>Scheduler.sln</c>.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Path of a file in <c>fixtures/</c>.</summary>
    public static string PathOf(string name) => Path.Combine(Repository, "fixtures", name);

    /// <summary>The lines of every golden file, decompressed, with the file's name.</summary>
    public static IEnumerable<(string File, string Line)> GoldenLines()
    {
        foreach (string file in Directory.EnumerateFiles(PathOf("golden"), "*.jsonl.gz").Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line) yield return (Path.GetFileName(file), line);
        }
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Scheduler.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Scheduler.sln above {AppContext.BaseDirectory}");
    }
}
