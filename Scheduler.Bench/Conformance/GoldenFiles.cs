using System.IO.Compression;
using System.Text;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Conformance;

/// <summary>Finds golden cases in files and folders: <c>.jsonl</c>, <c>.jsonl.gz</c> (a case a line) and <c>.json</c> (one case).</summary>
public static class GoldenFiles
{
    /// <summary>The cases of all paths; folders in name order.</summary>
    /// <exception cref="ReadException">A path is missing or holds something else.</exception>
    public static IEnumerable<GoldenCase> Read(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            foreach (string file in Files(path))
                foreach (GoldenCase golden in ReadFile(file)) yield return golden;
    }

    private static IEnumerable<string> Files(string path)
    {
        if (Directory.Exists(path))
        {
            string[] files = [.. Directory.EnumerateFiles(path).Where(IsCaseFile).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new ReadException(path, "holds no case files (.jsonl.gz, .jsonl, .json)");
        }

        return File.Exists(path) ? [path] : throw new ReadException(path, "no such file or folder");
    }

    private static bool IsCaseFile(string file) =>
        file.EndsWith(".jsonl.gz", StringComparison.Ordinal) || file.EndsWith(".jsonl", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal);

    private static IEnumerable<GoldenCase> ReadFile(string file)
    {
        using StreamReader reader = new(Open(file), Encoding.UTF8);
        if (file.EndsWith(".json", StringComparison.Ordinal))
        {
            yield return GoldenCase.Read(Encoding.UTF8.GetBytes(ReadToEnd(reader, file)), file);
            yield break;
        }

        int number = 0;
        while (ReadLine(reader, file) is { } line)
        {
            number++;
            if (line.Length > 0) yield return GoldenCase.Read(Encoding.UTF8.GetBytes(line), $"{file}: line {number}");
        }

        if (number == 0) throw new ReadException(file, "the file is empty");
    }

    private static Stream Open(string file)
    {
        Stream stream = File.OpenRead(file);
        return file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static string? ReadLine(StreamReader reader, string file) => Guard(reader.ReadLine, file);

    private static string ReadToEnd(StreamReader reader, string file) => Guard(reader.ReadToEnd, file)!;

    private static string? Guard(Func<string?> read, string file)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new ReadException(file, "the gzip data is broken: " + e.Message.TrimEnd('.'), inner: e);
        }
    }
}
