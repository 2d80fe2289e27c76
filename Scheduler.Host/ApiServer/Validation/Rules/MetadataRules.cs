using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary><c>metadata</c> of every object.</summary>
internal static class MetadataRules
{
    private const int AnnotationBytesMax = 256 * 1024;
    private static readonly FieldPath Metadata = FieldPath.Root("metadata");

    public static void Check(ApiResource resource, JsonObject document, Problems problems)
    {
        JsonObject metadata = document.Object("metadata") ?? [];
        string name = metadata.Text("name") ?? "", generateName = metadata.Text("generateName") ?? "";
        Func<string, IReadOnlyList<string>> grammar = NameRules.For(resource);
        if (generateName.Length > 0)
            problems.Invalid(Metadata.Child("generateName"), generateName, grammar(Mask(generateName)));
        if (name.Length > 0)
            problems.Invalid(Metadata.Child("name"), name, grammar(name));
        else if (!NameRules.MayBeUnnamed(resource))
            problems.Required(Metadata.Child("name"), "name or generateName is required");
        if (metadata.Int("generation") is < 0)
            problems.Invalid(Metadata.Child("generation"), metadata["generation"], Problems.Negative);
        Labels(metadata.Object("labels"), Metadata.Child("labels"), problems);
        Annotations(metadata.Object("annotations"), Metadata.Child("annotations"), problems);
        Owners(metadata["ownerReferences"].Objects(), problems);
        Finalizers(metadata, problems);
    }

    public static void CheckUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        JsonObject before = old.Object("metadata") ?? [], after = document.Object("metadata") ?? [];
        foreach (string name in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp"])
            problems.Unchanged(Metadata.Child(name), before[name], after[name]);
        if (before["deletionTimestamp"] is null)
            return;
        string[] added = [.. after["finalizers"].Texts().Except(before["finalizers"].Texts())];
        if (added.Length > 0)
        {
            problems.Forbidden(
                Metadata.Child("finalizers"),
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(f => $"\"{f}\""))}}}");
        }
    }

    public static void Labels(JsonObject? labels, FieldPath path, Problems problems)
    {
        foreach ((string key, JsonNode? value) in labels ?? [])
        {
            LabelKey(key, path, problems);
            problems.Invalid(path, value.Text() ?? "", Names.LabelValueProblems(value.Text() ?? ""));
        }
    }

    public static void LabelKey(string key, FieldPath path, Problems problems) =>
        problems.Invalid(path, key, Names.QualifiedNameProblems(key));

    public static void Annotations(JsonObject? annotations, FieldPath path, Problems problems)
    {
        int size = 0;
        foreach ((string key, JsonNode? value) in annotations ?? [])
        {
            problems.Invalid(path, key, Names.QualifiedNameProblems(key.ToLowerInvariant()));
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value.Text() ?? "");
        }

        if (size > AnnotationBytesMax)
            problems.TooLong(path, AnnotationBytesMax);
    }

    private static void Owners(IEnumerable<JsonObject> owners, Problems problems)
    {
        FieldPath path = Metadata.Child("ownerReferences");
        JsonObject? controller = null;
        foreach (JsonObject owner in owners)
        {
            if (owner.Text("apiVersion") is not { Length: > 0 } version || version.EndsWith('/'))
                problems.Invalid(path.Child("apiVersion"), owner.Text("apiVersion") ?? "", "version must not be empty");
            foreach (string name in (ReadOnlySpan<string>)["kind", "name", "uid"])
            {
                if (string.IsNullOrEmpty(owner.Text(name)))
                    problems.Invalid(path.Child(name), "", "must not be empty");
            }

            if (owner.Bool("controller") == true)
            {
                if (controller is not null)
                    problems.Invalid(path, owner, $"Only one reference can have Controller set to true. Found \"true\" in references for {controller.Text("name")} and {owner.Text("name")}");
                controller = owner;
            }
        }
    }

    private static void Finalizers(JsonObject metadata, Problems problems)
    {
        FieldPath path = Metadata.Child("finalizers");
        string[] finalizers = [.. metadata["finalizers"].Texts()];
        foreach (string finalizer in finalizers)
            problems.Invalid(path, finalizer, Names.QualifiedNameProblems(finalizer));
        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
            problems.Invalid(path, metadata["finalizers"], "finalizer orphan and foregroundDeletion cannot be both set");
    }

    /// <summary>A generated name goes on after its prefix: a dash at the end is fine.</summary>
    private static string Mask(string prefix) => prefix.EndsWith('-') && prefix.Length > 1 ? prefix[..^2] + "a" : prefix;
}
