using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>One term of a node selector made ready: everything in it must hold (docs/semantics.md 1.6).</summary>
/// <remarks>A term that cannot be parsed has an <see cref="Error"/> and matches nothing.</remarks>
public sealed class NodeSelectorTermMatcher
{
    private const string NameField = "metadata.name";

    private readonly LabelRequirement[] labelRequirements;
    private readonly FieldRequirement[] fieldRequirements;

    public NodeSelectorTermMatcher(NodeSelectorTerm term, int id = -1)
    {
        Id = id;
        IsEmpty = term.MatchExpressions.Length == 0 && term.MatchFields.Length == 0;
        string? error = null;
        labelRequirements = new LabelRequirement[term.MatchExpressions.Length];
        for (int i = 0; i < labelRequirements.Length; i++)
            labelRequirements[i] = LabelRequirement.Parse(term.MatchExpressions[i], $".matchExpressions[{i}]", ref error);
        fieldRequirements = new FieldRequirement[term.MatchFields.Length];
        for (int i = 0; i < fieldRequirements.Length; i++)
            fieldRequirements[i] = FieldRequirement.Parse(term.MatchFields[i], $".matchFields[{i}]", ref error);
        Error = error;
    }

    /// <summary>Number of the term within its cluster, -1 where it was not interned.</summary>
    public int Id { get; }

    /// <summary>True for a term without requirements, which matches nothing.</summary>
    public bool IsEmpty { get; }

    /// <summary>The first thing that is wrong with the term, as <c>path: what</c> relative to it, or null.</summary>
    public string? Error { get; }

    /// <summary>True where all requirements hold. <paramref name="nodeName"/> is empty where only labels count: fields are not looked at then.</summary>
    public bool Matches(StringMap labels, string nodeName)
    {
        if (IsEmpty || Error is not null) return false;
        foreach (ref readonly LabelRequirement requirement in labelRequirements.AsSpan())
            if (!requirement.Matches(labels)) return false;
        if (nodeName.Length == 0) return true;
        foreach (ref readonly FieldRequirement requirement in fieldRequirements.AsSpan())
            if (!requirement.Matches(nodeName)) return false;
        return true;
    }

    /// <summary>The live rows that match: labels are asked about once a value.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="found">Becomes the set of these rows.</param>
    /// <param name="scratch">Space for an answer a value.</param>
    public void FindRows(NodeTable nodes, NodeSet found, ref bool[] scratch)
    {
        found.CopyFrom(nodes.Live);
        if (IsEmpty || Error is not null) found.Clear();
        foreach (ref readonly LabelRequirement requirement in labelRequirements.AsSpan())
        {
            if (found.IsEmpty) return;
            requirement.KeepRows(nodes, found, ref scratch);
        }

        if (fieldRequirements.Length == 0) return;
        foreach (int row in found)
            foreach (ref readonly FieldRequirement requirement in fieldRequirements.AsSpan())
                if (!requirement.Matches(nodes.Name(row))) found.Remove(row);
    }

    private enum Operator : byte
    {
        In,
        NotIn,
        Exists,
        DoesNotExist,
        GreaterThan,
        LessThan,
    }

    private readonly record struct LabelRequirement(string Key, Operator Operator, string[] Values, long Bound)
    {
        public bool Matches(StringMap labels) => MatchesValue(labels[Key]);

        public void KeepRows(NodeTable nodes, NodeSet rows, ref bool[] yes)
        {
            if (nodes.FindLabelColumn(Key) is not { } column)
            {
                foreach (int row in rows)
                    if (!Matches(nodes.Labels(row))) rows.Remove(row);
                return;
            }

            if (yes.Length < column.ValueCount) yes = new bool[Math.Max(column.ValueCount, yes.Length * 2)];
            if (Operator is Operator.In or Operator.NotIn)
            {
                // The values are looked up instead of every value of the column being compared.
                yes.AsSpan(0, column.ValueCount).Fill(Operator == Operator.NotIn);
                foreach (string value in Values)
                    if (column.IdOf(value) is var id and >= 0) yes[id] = Operator == Operator.In;
            }
            else
            {
                for (int id = 0; id < column.ValueCount; id++) yes[id] = MatchesValue(column.Value(id));
            }

            column.KeepWhere(yes, MatchesValue(null), rows);
        }

        private bool MatchesValue(string? value)
        {
            bool present = value is not null;
            return Operator switch
            {
                Operator.In => present && Array.IndexOf(Values, value) >= 0,
                Operator.NotIn => !present || Array.IndexOf(Values, value) < 0,
                Operator.Exists => present,
                Operator.DoesNotExist => !present,
                Operator.GreaterThan => present && DecimalInteger.TryParse(value!, out long number) && number > Bound,
                _ => present && DecimalInteger.TryParse(value!, out long number) && number < Bound,
            };
        }

        public static LabelRequirement Parse(SelectorRequirement written, string path, ref string? error)
        {
            string[] values = written.Values;
            Operator? op = written.Operator switch
            {
                "In" => Operator.In,
                "NotIn" => Operator.NotIn,
                "Exists" => Operator.Exists,
                "DoesNotExist" => Operator.DoesNotExist,
                "Gt" => Operator.GreaterThan,
                "Lt" => Operator.LessThan,
                _ => null,
            };
            long bound = 0;
            error ??= op switch
            {
                null => $"{path}.operator: Unsupported value: \"{written.Operator}\"",
                _ when !LabelSyntax.IsQualifiedName(written.Key) => $"{path}.key: Invalid value: \"{written.Key}\"",
                Operator.In or Operator.NotIn when values.Length == 0 => $"{path}.values: Required value",
                Operator.Exists or Operator.DoesNotExist when values.Length > 0 => $"{path}.values: must be empty",
                Operator.GreaterThan or Operator.LessThan when values.Length != 1 || !DecimalInteger.TryParse(values[0], out bound)
                    => $"{path}.values: must be one integer",
                _ when Array.Find(values, value => !LabelSyntax.IsLabelValue(value)) is string illegal
                    => $"{path}.values: Invalid value: \"{illegal}\"",
                _ => null,
            };
            return new(written.Key, op ?? Operator.In, values, bound);
        }
    }

    private readonly record struct FieldRequirement(string Key, bool Wanted, string Value)
    {
        // Nodes have one field here; any other key compares as the empty string.
        public bool Matches(string nodeName) => ((Key == NameField ? nodeName : "") == Value) == Wanted;

        public static FieldRequirement Parse(SelectorRequirement written, string path, ref string? error)
        {
            error ??= written.Operator is not ("In" or "NotIn")
                ? $"{path}.operator: Unsupported value: \"{written.Operator}\": supported values: \"In\", \"NotIn\""
                : written.Values.Length != 1 ? $"{path}.values: must be one value" : null;
            return new(written.Key, written.Operator == "In", written.Values.Length > 0 ? written.Values[0] : "");
        }
    }
}
