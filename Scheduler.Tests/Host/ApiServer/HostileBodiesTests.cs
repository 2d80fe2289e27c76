using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Patching;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;
using Scheduler.Host.ApiServer.Tables;
using Scheduler.Host.ApiServer.Validation;

namespace Scheduler.Tests.Host.ApiServer;

/// <summary>Whatever bytes arrive: a document, or the one exception that says why not.</summary>
public sealed class HostileBodiesTests
{
    private const int Bodies = 10_000;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly (ApiResource Resource, byte[] Json, byte[] Protobuf)[] Seeds = [.. ReadSeeds()];

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    public void No_body_gets_past_the_typed_error(int seed)
    {
        var random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < Bodies; i++)
        {
            (ApiResource resource, byte[] json, byte[] protobuf) = Seeds[random.Next(Seeds.Length)];
            bool isProtobuf = random.Next(3) == 0;
            byte[] body = Mutate(isProtobuf ? protobuf : json, random);
            try
            {
                accepted += Handle(resource, body, json, isProtobuf, random.Next(5)) ? 1 : 0;
            }
            catch (Exception error) when (error is not ApiDataException)
            {
                Assert.Fail($"seed {seed}, body {i}, {resource}: {Convert.ToBase64String(body)}\n{error}");
            }
        }

        Assert.InRange(accepted, Bodies / 20, Bodies);
    }

    /// <summary>The way of a body through the server: read or patch, default, validate, print, encode.</summary>
    private static bool Handle(ApiResource resource, byte[] body, byte[] stored, bool isProtobuf, int way)
    {
        try
        {
            JsonObject current = DocumentReader.Parse(stored);
            JsonObject document = way switch
            {
                0 when !isProtobuf => Patch.Parse(PatchKind.Strategic, body).Apply(ApiFixtures.Schema, current, resource.Type, FieldValidationMode.Strict).Document,
                1 when !isProtobuf => Patch.Parse(PatchKind.Merge, body).Apply(ApiFixtures.Schema, current, resource.Type, FieldValidationMode.Warn).Document,
                2 when !isProtobuf => DocumentReader.Read(ApiFixtures.Schema, body, BodyFormat.Yaml, resource.GroupVersionKind, FieldValidationMode.Warn).Document,
                _ => DocumentReader.Read(ApiFixtures.Schema, body, isProtobuf ? BodyFormat.Protobuf : BodyFormat.Json, resource.GroupVersionKind, FieldValidationMode.Warn).Document,
            };
            Defaults.Apply(resource, document);
            Validator.Validate(resource, null, document);
            Validator.Validate(resource, current, document);
            TablePrinter.Print(resource, [document], Now, IncludeObject.Metadata, []);
            LabelSelector.FromObject(document.Object("spec", "selector")).Matches(document);
            byte[] encoded = ProtobufCodec.Encode(ApiFixtures.Schema, document);
            ProtobufCodec.Decode(ApiFixtures.Schema, encoded);
            DocumentReader.Write(document);
            return true;
        }
        catch (ApiDataException)
        {
            return false;
        }
    }

    [Fact]
    public void No_json_patch_gets_past_the_typed_error()
    {
        var random = new Random(7);
        string[] paths = ["", "/", "/metadata", "/metadata/labels", "/spec", "/spec/containers", "/spec/containers/0", "/spec/containers/-", "/spec/containers/-1", "/spec/containers/0/name", "/x/y", "x"];
        string[] values = ["1", "null", "\"x\"", "{}", "[]", "{\"a\":[1]}"];
        string[] operations = ["add", "remove", "replace", "move", "copy", "test", "what"];
        for (int i = 0; i < Bodies; i++)
        {
            (ApiResource resource, byte[] json, _) = Seeds[random.Next(Seeds.Length)];
            IEnumerable<string> lines = Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
                $$"""{"op":"{{operations[random.Next(7)]}}","path":"{{paths[random.Next(12)]}}","from":"{{paths[random.Next(12)]}}","value":{{values[random.Next(6)]}}}""");
            try
            {
                Patch.Parse(PatchKind.Json, Encoding.UTF8.GetBytes($"[{string.Join(',', lines)}]"))
                    .Apply(ApiFixtures.Schema, DocumentReader.Parse(json), resource.Type, FieldValidationMode.Ignore);
            }
            catch (ApiDataException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void No_selector_gets_past_the_typed_error()
    {
        var random = new Random(11);
        const string Alphabet = "ab=!,() in notin<>\\./'\"\u00e9";
        for (int i = 0; i < Bodies; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            try
            {
                LabelSelector.Parse(text).MatchesLabels([]);
                FieldSelector.Parse(text, ApiFixtures.Resource("v1", "Pod")).Matches([]);
            }
            catch (ApiDataException)
            {
                continue;
            }
        }
    }

    private static IEnumerable<(ApiResource Resource, byte[] Json, byte[] Protobuf)> ReadSeeds()
    {
        foreach (JsonObject vector in ApiFixtures.Lines("api/protobuf-vectors.jsonl.gz"))
        {
            if (vector["json"] is JsonObject stored && ApiFixtures.Schema.TryFindKind((string)stored["apiVersion"]!, (string)stored["kind"]!, out ApiResource? resource))
                yield return (resource, DocumentReader.Write(stored), Convert.FromBase64String((string)vector["protobuf"]!));
        }
    }

    /// <summary>Flips, cuts, repeats and swaps values: some bodies stay well formed, most do not.</summary>
    private static byte[] Mutate(byte[] body, Random random)
    {
        string[] values = ["1", "-1", "1.5", "1e400", "null", "true", "\"x\"", "\"\"", "{}", "[]", "[[]]", "[{}]", "{\"a\":null}", "99999999999999999999", "\"\\ud800\""];
        int kind = random.Next(7);
        if (kind >= 4 && body[0] == (byte)'{')
            return SwapValues(body, random, values);
        byte[] copy = (byte[])body.Clone();
        switch (kind)
        {
            case 0:
                for (int i = random.Next(1, 8); i > 0; i--)
                    copy[random.Next(copy.Length)] = (byte)random.Next(256);
                return copy;
            case 1:
                return copy[..random.Next(copy.Length)];
            case 2:
                int start = random.Next(copy.Length), length = random.Next(Math.Min(64, copy.Length - start));
                return [.. copy[..start], .. copy.AsSpan(start, length), .. copy.AsSpan(start, length), .. copy[(start + length)..]];
            case 3:
                int at = random.Next(copy.Length);
                return [.. copy[..at], .. copy[Math.Min(copy.Length, at + random.Next(16))..]];
            default:
                copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                return copy;
        }
    }

    private static byte[] SwapValues(byte[] body, Random random, string[] values)
    {
        JsonNode root = JsonNode.Parse(body)!;
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            JsonNode? node = root;
            while (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            {
                int child = random.Next(node is JsonObject o ? o.Count : ((JsonArray)node).Count);
                JsonNode? next = node is JsonObject members ? members.ElementAt(child).Value : ((JsonArray)node)[child];
                if (next is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && random.Next(4) > 0)
                {
                    node = next;
                    continue;
                }

                JsonNode? value = JsonValue.Create("placeholder-" + i);
                if (node is JsonObject target)
                    target[target.ElementAt(child).Key] = value;
                else
                    ((JsonArray)node)[child] = value;
                break;
            }
        }

        string text = root.ToJsonString();
        for (int i = 1; i < 4; i++)
            text = text.Replace($"\"placeholder-{i}\"", values[random.Next(values.Length)], StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }
}
