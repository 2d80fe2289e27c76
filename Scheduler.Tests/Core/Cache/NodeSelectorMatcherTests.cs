using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cache;

public class NodeSelectorMatcherTests
{
    private static readonly StringMap Labels = StringMap.Of(("zone", "a"), ("size", "12"), ("word", "abc"), ("huge", "9223372036854775808"), ("empty", ""));

    [Theory]
    [InlineData("zone", "In", "a,b", true)]
    [InlineData("zone", "In", "b", false)]
    [InlineData("none", "In", "a", false)]
    [InlineData("empty", "In", "", true)]
    [InlineData("zone", "NotIn", "a", false)]
    [InlineData("none", "NotIn", "a", true)]
    [InlineData("zone", "Exists", null, true)]
    [InlineData("none", "Exists", null, false)]
    [InlineData("none", "DoesNotExist", null, true)]
    [InlineData("empty", "DoesNotExist", null, false)]
    [InlineData("size", "Gt", "11", true)]
    [InlineData("size", "Gt", "12", false)]
    [InlineData("size", "Lt", "0013", true)]
    [InlineData("none", "Gt", "0", false)]
    [InlineData("word", "Gt", "0", false)]
    [InlineData("huge", "Gt", "0", false)]
    public void A_requirement_matches_labels(string key, string op, string? values, bool expected) =>
        Assert.Equal(expected, Term(new SelectorRequirement(key, op, values?.Split(',') ?? [])).Matches(Labels, "n1"));

    [Theory]
    [InlineData("zone", "in", "a")]
    [InlineData("zone", "In", null)]
    [InlineData("zone", "NotIn", null)]
    [InlineData("zone", "Exists", "a")]
    [InlineData("zone", "DoesNotExist", "a")]
    [InlineData("size", "Gt", "1,2")]
    [InlineData("size", "Gt", "x")]
    [InlineData("size", "Gt", "+5")]
    [InlineData("size", "Lt", "9223372036854775808")]
    [InlineData("-bad", "Exists", null)]
    [InlineData("a/b/c", "DoesNotExist", null)]
    [InlineData("zone", "NotIn", "-bad-")]
    public void A_requirement_that_cannot_be_parsed_makes_its_term_match_nothing(string key, string op, string? values)
    {
        NodeSelectorTermMatcher term = Term(new SelectorRequirement(key, op, values?.Split(',') ?? []), new("zone", "Exists", []));
        Assert.NotNull(term.Error);
        Assert.False(term.Matches(Labels, "n1"));
    }

    [Fact]
    public void A_broken_term_leaves_the_others_alone()
    {
        NodeSelectorMatcher selector = new(new(
        [
            new() { MatchExpressions = [new("zone", "Nonsense", [])] },
            new() { MatchExpressions = [new("zone", "In", ["a"])] },
        ]));
        Assert.True(selector.Matches(Labels, "n1"));
    }

    [Fact]
    public void A_selector_without_usable_terms_matches_nothing()
    {
        Assert.False(new NodeSelectorMatcher(new([])).Matches(Labels, "n1"));
        Assert.False(new NodeSelectorMatcher(new([new()])).Matches(Labels, "n1"));
    }

    [Theory]
    [InlineData("metadata.name", "In", "n1", true)]
    [InlineData("metadata.name", "In", "n2", false)]
    [InlineData("metadata.name", "NotIn", "n2", true)]
    [InlineData("metadata.uid", "In", "n1", false)]
    [InlineData("metadata.uid", "NotIn", "n1", true)]
    [InlineData("metadata.uid", "In", "", true)]
    [InlineData("metadata.name", "In", "n1,n2", false)]
    [InlineData("metadata.name", "Exists", "n1", false)]
    public void A_field_requirement_takes_one_value_and_knows_the_name_only(string key, string op, string values, bool expected) =>
        Assert.Equal(expected, new NodeSelectorTermMatcher(new() { MatchFields = [new(key, op, values.Split(','))] }).Matches(Labels, "n1"));

    [Fact]
    public void Fields_are_not_looked_at_where_only_labels_count()
    {
        NodeSelectorMatcher selector = new(new([new() { MatchExpressions = [new("zone", "In", ["a"])], MatchFields = [new("metadata.name", "In", ["n9"])] }]));
        Assert.True(selector.Matches(Labels));
        Assert.False(selector.Matches(Labels, "n1"));
    }

    [Fact]
    public void Names_are_united_over_terms_and_intersected_within_one()
    {
        NodeSelectorTerm one = new() { MatchFields = [new("metadata.name", "In", ["b", "a"]), new("metadata.name", "In", ["b", "c"])] };
        NodeSelectorTerm two = new() { MatchFields = [new("metadata.name", "In", ["z"])] };
        NodeSelectorTerm none = new() { MatchFields = [new("metadata.name", "NotIn", ["z"])] };
        NodeSelectorTerm impossible = new() { MatchFields = [new("metadata.name", "In", ["a"]), new("metadata.name", "In", ["b"])] };
        Assert.Equal(["b", "z"], new NodeSelectorMatcher(new([one, two])).NodeNames!);
        Assert.Null(new NodeSelectorMatcher(new([one, none])).NodeNames);
        Assert.Null(new NodeSelectorMatcher(new([])).NodeNames);
        Assert.Equal([], new NodeSelectorMatcher(new([impossible])).NodeNames!);
    }

    [Fact]
    public void Equal_demands_are_one_instance_and_different_ones_are_not()
    {
        NodeAffinityTable table = new();
        PodSpec nothing = new(), emptyMap = new() { NodeSelector = StringMap.Empty };
        PodSpec zone = new() { NodeSelector = StringMap.Of(("zone", "a")) };
        PodSpec sameZone = new() { NodeSelector = StringMap.Of(("zone", "a")) };
        PodSpec tricky = new() { NodeSelector = StringMap.Of(("zone", "a1:b")) };
        Assert.Same(table.Required(zone), table.Required(sameZone));
        Assert.Equal(4, new[] { nothing, emptyMap, zone, tricky }.Select(spec => table.Required(spec).Id).Distinct().Count());
        Assert.False(table.Required(nothing).IsWritten);
        Assert.True(table.Required(emptyMap) is { IsWritten: true, MatchesEverything: true });
    }

    [Fact]
    public void Preferred_terms_without_weight_or_requirements_do_not_count_and_their_errors_neither()
    {
        NodeAffinityTable table = new();
        NodeSelectorTerm broken = new() { MatchExpressions = [new("zone", "Nonsense", [])] };
        Assert.True(table.Preferred([new(0, broken), new(5, new())]) is { IsWritten: true, Terms.Length: 0, Error: null });
        Assert.StartsWith("[1].matchExpressions[0].operator", table.Preferred([new(0, broken), new(5, broken)]).Error, StringComparison.Ordinal);
        Assert.False(table.Preferred(null).IsWritten);
    }

    private static NodeSelectorTermMatcher Term(params SelectorRequirement[] expressions) => new(new() { MatchExpressions = expressions });
}
