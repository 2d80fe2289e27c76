using System.IO.Compression;
using System.Text;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Reading;

public sealed class ClusterFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cluster").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Node(string name) => $$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{name}}}"}}""";

    private string Write(string name, string content, Encoding? encoding = null)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content, encoding ?? new UTF8Encoding(false));
        return path;
    }

    private string WriteZipped(string name, string content)
    {
        string path = Path.Combine(folder, name);
        using GZipStream zip = new(File.Create(path), CompressionLevel.Fastest);
        zip.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }

    private static string[] Names(params string[] paths) => [.. ClusterFiles.Load(paths).Nodes.Select(node => node.Metadata.Name)];

    [Fact]
    public void Files_are_read_in_the_order_given() => Assert.Equal(["b", "a"], Names(Write("b.json", Node("b")), Write("a.json", Node("a"))));

    [Fact]
    public void A_folder_is_read_in_the_order_of_its_paths_with_the_folders_in_it()
    {
        Write("b.json", Node("b"));
        Write("a/c.yaml", "apiVersion: v1\nkind: Node\nmetadata: {name: c}\n");
        Write("a/d.yml", "apiVersion: v1\nkind: Node\nmetadata: {name: d}\n");
        WriteZipped("z.json.gz", Node("z"));
        Write("notes.txt", "not read");
        Write(".hidden.json", "not read");
        Assert.Equal(["c", "d", "b", "z"], Names(folder));
    }

    [Fact]
    public void Content_counts_more_than_the_name()
    {
        Assert.Equal(["a"], Names(WriteZipped("zipped-without-saying.json", Node("a"))));
        Assert.Equal(["a"], Names(Write("plain.json.gz", Node("a"))));
        Assert.Equal(["a"], Names(Write("json-in.yaml", Node("a"))));
        Assert.Equal(["a"], Names(Write("no-ending", "kind: Node\napiVersion: v1\nmetadata: {name: a}\n")));
    }

    [Fact]
    public void Zipped_parts_may_follow_each_other()
    {
        string path = WriteZipped("two.json.gz", Node("a"));
        using (FileStream file = new(path, FileMode.Append))
        using (GZipStream zip = new(file, CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes(Node("b")));
        Assert.Equal(["a", "b"], Names(path));
    }

    [Fact]
    public void Byte_order_marks_and_UTF_16_are_understood()
    {
        Assert.Equal(["é"], Names(Write("utf8.json", Node("é"), Encoding.UTF8)));
        Assert.Equal(["é"], Names(Write("utf16.json", Node("é"), Encoding.Unicode)));
        Assert.Equal(["é"], Names(Write("utf16be.yaml", "apiVersion: v1\nkind: Node\nmetadata: {name: é}\n", Encoding.BigEndianUnicode)));
    }

    [Fact]
    public void A_missing_file_says_so()
    {
        string path = Path.Combine(folder, "none.json");
        Assert.Equal($"{path}: no such file or folder", Assert.Throws<ReadException>(() => ClusterFiles.Load(path)).Message);
    }

    [Fact]
    public void A_folder_without_files_to_read_says_so()
    {
        Write("notes.txt", "");
        Assert.Equal($"{folder}: no .json, .yaml or .yml file in this folder, nor one of these as .gz", Assert.Throws<ReadException>(() => ClusterFiles.Load(folder)).Message);
    }

    [Fact]
    public void An_object_in_two_files_is_named_with_both()
    {
        string first = Write("a.json", Node("n")), second = Write("b.json", Node("n"));
        Assert.Equal($"{second}: Node n: appears twice, first in {first}", Assert.Throws<ReadException>(() => ClusterFiles.Load(folder)).Message);
    }

    [Fact]
    public void A_truncated_dump_says_so()
    {
        byte[] dump = File.ReadAllBytes(Fixtures.PathOf("clusters/eu-1.json.gz"));
        string path = Path.Combine(folder, "cut.json.gz");
        File.WriteAllBytes(path, dump[..(dump.Length / 2)]);
        Assert.Equal($"{path}: the gzip data is damaged or cut off", Assert.Throws<ReadException>(() => ClusterFiles.Load(path)).Message);
    }
}
