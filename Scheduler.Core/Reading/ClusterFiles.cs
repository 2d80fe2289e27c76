using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Scheduler.Core.Reading;

/// <summary>Reads files and folders of Kubernetes objects: <c>.json</c>, <c>.yaml</c>, <c>.yml</c>, each also as gzip.</summary>
/// <remarks>What a file holds is told by its content, so other names work too; in a folder only these names are looked at, in byte order of their paths.</remarks>
public sealed class ClusterFiles(KubeReader reader)
{
    private static readonly byte[] ZippedEnd = Zip(End);

    /// <summary>Takes the JSON of what was read, one or several values after each other, and the name of the file; the bytes are valid during the call.</summary>
    public delegate void TextTaker(ReadOnlySpan<byte> json, string name);

    /// <summary>Also told the text of everything that was read without an error: for those who keep whole documents.</summary>
    public TextTaker? Read { get; init; }

    private static ReadOnlySpan<byte> End => "\0the end of what was zipped\0"u8;

    /// <summary>Reads all paths into one collection.</summary>
    /// <exception cref="ReadException">Something is missing or wrong; the message is one line for the user.</exception>
    public static ClusterObjects Load(params IEnumerable<string> paths)
    {
        ClusterFiles files = new(new KubeReader());
        ClusterObjects objects = new();
        foreach (string path in paths) files.ReadPath(path, objects);
        return objects;
    }

    /// <summary>Reads a file, or the files of a folder and the folders in it.</summary>
    /// <exception cref="ReadException">Something is missing or wrong.</exception>
    public void ReadPath(string path, ClusterObjects into)
    {
        if (Directory.Exists(path)) ReadFolder(path, into);
        else ReadFile(path, into);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">JSON or YAML, plain or gzip.</param>
    /// <param name="name">Its name in messages; one in <c>.json</c> or <c>.json.gz</c> is never taken for YAML.</param>
    /// <param name="into">Where the objects go.</param>
    /// <exception cref="ReadException">Something is wrong with the content.</exception>
    public void ReadStream(Stream stream, string name, ClusterObjects into)
    {
        ReadOnlyMemory<byte> content = ReadAll(stream, stream.CanSeek ? stream.Length - stream.Position : 0, name);
        if (content.Span is [0x1f, 0x8b, ..]) content = Unzip(content, name);
        content = ToUtf8(content);
        ReadOnlySpan<byte> text = content.Span.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) throw new ReadException(name, "the file is empty");
        bool isJson = text[0] is (byte)'{' or (byte)'[' || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".json.gz", StringComparison.OrdinalIgnoreCase);
        if (isJson)
        {
            reader.ReadAny(content.Span, into, name);
            Read?.Invoke(content.Span, name);
        }
        else
        {
            ReadYaml(content.Span, name, into);
        }
    }

    private void ReadYaml(ReadOnlySpan<byte> content, string name, ClusterObjects into)
    {
        int documents = 0;
        YamlToJson.Convert(Encoding.UTF8.GetString(content), name, (json, lines) =>
        {
            documents++;
            reader.ReadAny(json, into, new DocumentText(name, lines));
            Read?.Invoke(json, name);
        });
        if (documents == 0) throw new ReadException(name, "the file is empty");
    }

    private void ReadFolder(string folder, ClusterObjects into)
    {
        string[] files = Access(folder, () => Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        files = [.. files.Where(HasKnownName).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new ReadException(folder, "no .json, .yaml or .yml file in this folder, nor one of these as .gz");
        foreach (string file in files) ReadFile(file, into);
    }

    private void ReadFile(string path, ClusterObjects into) => Access(path, () =>
    {
        using FileStream stream = File.OpenRead(path);
        ReadStream(stream, path, into);
        return path;
    });

    /// <summary>Turns what the file system refuses into an error that names the path.</summary>
    private static T Access<T>(string path, Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ReadException(path, "no such file or folder", inner: e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ReadException(path, "no permission to read it", inner: e);
        }
        catch (IOException e)
        {
            throw new ReadException(path, e.Message.TrimEnd('.'), inner: e);
        }
    }

    private static bool HasKnownName(string path)
    {
        string name = Path.GetFileName(path);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        return !name.StartsWith('.') && Path.GetExtension(name).ToLowerInvariant() is ".json" or ".yaml" or ".yml";
    }

    /// <summary>The unzipped content, which may have several members.</summary>
    /// <remarks>
    /// <see cref="GZipStream"/> takes content that was cut off for content that ends there. So a member of our own is put behind it: only if
    /// everything before it is whole does its text come out at the end.
    /// </remarks>
    private static ReadOnlyMemory<byte> Unzip(ReadOnlyMemory<byte> content, string name)
    {
        // The last four bytes say how long the text is, but only truthfully for one member and below 4 GiB; deflate shrinks at most 1032 times.
        long hint = content.Length < 4 ? 0 : Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(content.Span[^4..]), content.Length * 1032L);
        try
        {
            byte[] withEnd = [.. content.Span, .. ZippedEnd];
            using GZipStream unzipped = new(new MemoryStream(withEnd), CompressionMode.Decompress);
            ReadOnlyMemory<byte> text = ReadAll(unzipped, hint + End.Length, name);
            if (text.Span.EndsWith(End)) return text[..^End.Length];
        }
        catch (InvalidDataException e)
        {
            throw new ReadException(name, "the gzip data is damaged or cut off", inner: e);
        }

        throw new ReadException(name, "the gzip data is damaged or cut off");
    }

    private static byte[] Zip(ReadOnlySpan<byte> text)
    {
        MemoryStream stream = new();
        using (GZipStream zipped = new(stream, CompressionMode.Compress)) zipped.Write(text);
        return stream.ToArray();
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, long sizeHint, string name)
    {
        byte[] bytes = new byte[Math.Clamp(sizeHint + 1, 4096, Array.MaxLength)];
        int count = 0;
        for (int read; (read = stream.Read(bytes.AsSpan(count))) > 0;)
        {
            count += read;
            if (count < bytes.Length) continue;
            if (count == Array.MaxLength) throw new ReadException(name, "larger than 2 GiB");
            Array.Resize(ref bytes, (int)Math.Min(2L * count, Array.MaxLength));
        }

        return bytes.AsMemory(0, count);
    }

    /// <summary>Without a byte order mark; from UTF-16 if the mark says so, as PowerShell writes files.</summary>
    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content) => content.Span switch
    {
        [0xef, 0xbb, 0xbf, ..] => content[3..],
        [0xff, 0xfe, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, content[2..].ToArray()),
        [0xfe, 0xff, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, content[2..].ToArray()),
        _ => content,
    };
}
