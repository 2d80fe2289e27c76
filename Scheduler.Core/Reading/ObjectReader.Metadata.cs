using System.Runtime.InteropServices;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Metadata and label selectors.</summary>
internal ref partial struct ObjectReader
{
    private ObjectMeta Metadata() => Object(static (ref ObjectReader reader) => reader.MetadataHere()) ?? new();

    private ObjectMeta MetadataHere()
    {
        BeginObject();
        string name = "", ns = "", uid = "", resourceVersion = "";
        long generation = 0;
        StringMap labels = StringMap.Empty, annotations = StringMap.Empty;
        OwnerReference[] owners = [];
        DateTimeOffset? created = null, deleted = null;
        while (NextField())
        {
            if (Is("name"u8)) name = UniqueText();
            else if (Is("namespace"u8)) ns = Text();
            else if (Is("uid"u8)) uid = UniqueText();
            else if (Is("resourceVersion"u8)) resourceVersion = UniqueText();
            else if (Is("generation"u8)) generation = Int64();
            else if (Is("labels"u8)) labels = MapOrNull() ?? StringMap.Empty;
            else if (Is("annotations"u8)) annotations = Object(static (ref ObjectReader reader) => reader.AnnotationsHere()) ?? StringMap.Empty;
            else if (Is("ownerReferences"u8)) owners = Owners();
            else if (Is("creationTimestamp"u8)) created = TimeOrNull();
            else if (Is("deletionTimestamp"u8)) deleted = TimeOrNull();
            else SkipValue();
        }

        if (ns.Length == 0 && hasDefaultNamespace && Kind is { } kind && kind.Info().IsNamespaced) ns = "default";
        return new()
        {
            Name = name,
            Namespace = ns,
            Uid = uid,
            ResourceVersion = resourceVersion,
            Generation = generation,
            Labels = labels,
            Annotations = annotations,
            OwnerReferences = owners,
            CreationTimestamp = created,
            DeletionTimestamp = deleted,

            // Watches name objects by their keys already: one string for all who keep it.
            KnownKey = IsKey(origin.Source, ns, name) ? origin.Source : null,
        };
    }

    private static bool IsKey(string text, string ns, string name) =>
        ns.Length > 0 && text.Length == ns.Length + 1 + name.Length && text[ns.Length] == '/'
        && text.StartsWith(ns, StringComparison.Ordinal) && text.EndsWith(name, StringComparison.Ordinal);

    /// <summary>Annotations but for kubectl's copy of the whole object, which is large and says nothing new.</summary>
    private StringMap AnnotationsHere()
    {
        BeginObject();
        pairs ??= [];
        pairs.Clear();
        while (NextField())
        {
            if (Is("kubectl.kubernetes.io/last-applied-configuration"u8)) SkipValue();
            else
            {
                string key = FieldName();
                pairs.Add(new(key, UniqueText()));
            }
        }

        return StringMap.From(CollectionsMarshal.AsSpan(pairs));
    }

    private OwnerReference[] Owners() =>
        Shared(intern.Owners, static (ref ObjectReader reader) => reader.ItemsHere(static (ref ObjectReader item) => item.OwnerHere())) ?? [];

    private OwnerReference OwnerHere()
    {
        BeginObject();
        string apiVersion = "", kind = "", name = "", uid = "";
        bool isController = false;
        while (NextField())
        {
            if (Is("apiVersion"u8)) apiVersion = Text();
            else if (Is("kind"u8)) kind = Text();
            else if (Is("name"u8)) name = Text();
            else if (Is("uid"u8)) uid = Text();
            else if (Is("controller"u8)) isController = Flag();
            else SkipValue();
        }

        return new(apiVersion, kind, name, uid, isController);
    }

    private LabelSelector? SelectorOrNull() => Object(static (ref ObjectReader reader) => reader.SelectorHere());

    private LabelSelector SelectorHere()
    {
        BeginObject();
        StringMap labels = StringMap.Empty;
        SelectorRequirement[] expressions = [];
        while (NextField())
        {
            if (Is("matchLabels"u8)) labels = MapOrNull() ?? StringMap.Empty;
            else if (Is("matchExpressions"u8)) expressions = Requirements();
            else SkipValue();
        }

        return new() { MatchLabels = labels, MatchExpressions = expressions };
    }

    private SelectorRequirement[] Requirements() => Items(static (ref ObjectReader reader) => reader.RequirementHere()) ?? [];

    private SelectorRequirement RequirementHere()
    {
        BeginObject();
        string key = "", op = "";
        string[] values = [];
        while (NextField())
        {
            if (Is("key"u8)) key = Text();
            else if (Is("operator"u8)) op = Text();
            else if (Is("values"u8)) values = Texts();
            else SkipValue();
        }

        return new(key, op, values);
    }
}
