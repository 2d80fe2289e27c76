using System.Text;
using System.Text.Json;
using Scheduler.Core.Configuration;

namespace Scheduler.Host.Client.Access;

/// <summary>A piece of a kubeconfig that knows where it is: file and path. Unknown fields are passed over, null counts as absent, as kubectl does.</summary>
/// <param name="File">The file it was read from: paths in it are relative to that file's folder.</param>
/// <param name="Path">Such as <c>users[admin].user.exec</c>.</param>
/// <param name="Value">The object; undefined where it is absent.</param>
internal readonly record struct KubeconfigNode(string File, string Path, JsonElement Value)
{
    public bool IsAbsent => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The text of a field; empty where it is absent.</summary>
    /// <exception cref="ConfigurationException">It is no text.</exception>
    public string Text(string field) => Find(field) is not { } value ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(field, "must be a text");

    /// <exception cref="ConfigurationException">It is neither true nor false.</exception>
    public bool Flag(string field) => Find(field) is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(field, "must be true or false"));

    /// <exception cref="ConfigurationException">It is neither an object nor absent.</exception>
    public KubeconfigNode Child(string field)
    {
        if (Find(field) is not { } value) return new(File, PathOf(field), default);
        return value.ValueKind == JsonValueKind.Object ? new(File, PathOf(field), value) : throw Wrong(field, "must be an object");
    }

    /// <summary>The objects of a list, under their index.</summary>
    /// <exception cref="ConfigurationException">It is no list of objects.</exception>
    public IReadOnlyList<KubeconfigNode> Objects(string field)
    {
        var (file, path) = (File, PathOf(field));
        var items = Items(field).Select((item, index) => new KubeconfigNode(file, $"{path}[{index}]", item)).ToArray();
        foreach (var item in items)
            if (item.Value.ValueKind != JsonValueKind.Object) throw item.Wrong("", "must be an object");
        return items;
    }

    /// <exception cref="ConfigurationException">It is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string field)
    {
        var node = this;
        return [.. Items(field).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw node.Wrong(field, "must be a list of texts"))];
    }

    /// <summary>Decodes base64; empty where the field is absent.</summary>
    /// <exception cref="ConfigurationException">It is no base64.</exception>
    public byte[] Bytes(string field)
    {
        try
        {
            return Convert.FromBase64String(Text(field));
        }
        catch (FormatException)
        {
            throw Wrong(field, "is not base64");
        }
    }

    /// <summary>A path, made absolute; empty where it is absent.</summary>
    public string FilePath(string field) => Text(field) is { Length: > 0 } path ? Absolute(path) : "";

    public string Absolute(string path) => System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(File))!);

    /// <summary>PEM text from <c>FIELD-data</c> or from the file that <paramref name="field"/> names; empty where there is neither.</summary>
    /// <exception cref="ConfigurationException">There are both, or the file cannot be read.</exception>
    public string Pem(string field)
    {
        var (path, data) = (FilePath(field), Bytes($"{field}-data"));
        if (data.Length == 0) return path.Length == 0 ? "" : ReadFile(field, path);
        return path.Length == 0 ? Encoding.UTF8.GetString(data) : throw Wrong(field, $"there is {field}-data too: one of them is enough");
    }

    /// <summary>The content of a file that a field names.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public string ReadFile(string field, string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Wrong(field, $"cannot be read: {error.Message.TrimEnd('.')}", error);
        }
    }

    /// <summary>What is wrong with a field. Values are not shown: they may be secrets.</summary>
    public ConfigurationException Wrong(string field, string reason, Exception? inner = null) => new(File, [new FieldError(PathOf(field), "", reason)], inner);

    private string PathOf(string field) => FieldErrors.Join(Path, field);

    private IEnumerable<JsonElement> Items(string field) => Find(field) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(field, "must be a list");

    private JsonElement? Find(string field) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
