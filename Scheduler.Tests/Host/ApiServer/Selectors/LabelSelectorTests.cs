using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;

namespace Scheduler.Tests.Host.ApiServer.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly JsonObject Labels = new() { ["app"] = "web", ["tier"] = "front", ["n"] = "5", ["empty"] = "" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web,tier=front", true)]
    [InlineData("app=db", false)]
    [InlineData("app!=db", true)]
    [InlineData("missing!=x", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!missing", true)]
    [InlineData("app in (db, web)", true)]
    [InlineData("app notin (db,web)", false)]
    [InlineData("missing notin (db)", true)]
    [InlineData("empty=", true)]
    [InlineData("empty in (,)", true)]
    [InlineData("n>4", true)]
    [InlineData("n<4", false)]
    [InlineData("in in (in)", false)]
    [InlineData(" app = web , ! missing ", true)]
    public void Text_selects(string text, bool matches) =>
        Assert.Equal(matches, LabelSelector.Parse(text).MatchesLabels(Labels));

    [Theory]
    [InlineData("a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData("=", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("a in ()", "unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")]
    public void Text_that_is_no_selector_is_refused(string text, string message)
    {
        var error = Assert.Throws<ApiDataException>(() => LabelSelector.Parse(text));
        Assert.Equal((400, "BadRequest", message), (error.Code, error.Reason, error.Message));
    }

    [Fact]
    public void Keys_and_values_follow_the_grammar_of_labels()
    {
        Assert.StartsWith("unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a qualified name must", Assert.Throws<ApiDataException>(() => LabelSelector.Parse("a/b/c=x")).Message);
        Assert.StartsWith("unable to parse requirement: values[0][a]: Invalid value: \"-\": a valid label must", Assert.Throws<ApiDataException>(() => LabelSelector.Parse("a=-")).Message);
    }

    [Fact]
    public void Objects_select_like_texts()
    {
        JsonObject selector = (JsonObject)JsonNode.Parse("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"In","values":["front"]},{"key":"x","operator":"DoesNotExist"}]}""")!;
        Assert.True(LabelSelector.FromObject(selector).MatchesLabels(Labels));
        Assert.False(LabelSelector.FromObject(null).MatchesLabels(Labels));
        Assert.True(LabelSelector.FromObject([]).MatchesLabels(null));
    }
}
