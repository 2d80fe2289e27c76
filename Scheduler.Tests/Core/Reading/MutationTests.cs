using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;
using Scheduler.Tests.Core.Writing;

namespace Scheduler.Tests.Core.Reading;

/// <summary>Whatever is done to a text, reading it gives objects or a <see cref="ReadException"/> of one line, and nothing else.</summary>
public sealed class MutationTests
{
    /// <summary>Characters that mean something in JSON or YAML.</summary>
    private const string Marks = "{}[]\",:0-x\\\n\t &*!|>%@`#";

    private const string Yaml = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: "web"}}
        spec:
          nodeSelector: &sel
            disk: 'ssd'
          containers:
          - name: c   # a comment
            resources: {requests: {cpu: 100m, memory: 1Gi}}
          - <<: *sel
            image: >-
              folded
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n}
        """;

    [Fact]
    public void JSON_with_random_damage_never_escapes_with_another_error() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            Random random = new(seed);
            KubeKind kind = (KubeKind)random.Next(KubeKinds.Table.Length);
            ReadsOrRefuses(Damage(ObjectWriter.ToJson(new RandomObjects(seed).Make(kind), indented: random.Next(2) == 0), random), "damaged.json");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void YAML_with_random_damage_never_escapes_with_another_error() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => ReadsOrRefuses(Damage(Yaml, new Random(seed)), "damaged.yaml"))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void ReadsOrRefuses(byte[] content, string name)
    {
        try
        {
            new ClusterFiles(new KubeReader()).ReadStream(new MemoryStream(content), name, new());
        }
        catch (ReadException e)
        {
            Assert.StartsWith(name, e.Message);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    /// <summary>Changes, drops or doubles a few bytes.</summary>
    private static byte[] Damage(string text, Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(text)];
        for (int i = random.Next(1, 4); i > 0 && bytes.Count > 1; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)Marks[random.Next(Marks.Length)]; break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 3: bytes.Insert(at, bytes[random.Next(bytes.Count)]); break;
            }
        }

        return [.. bytes];
    }
}
