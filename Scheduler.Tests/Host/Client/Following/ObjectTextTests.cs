using System.Text;
using System.Text.Json;
using Scheduler.Host.Client.Following;

namespace Scheduler.Tests.Host.Client.Following;

public sealed class ObjectTextTests
{
    [Theory]
    [InlineData("""{"metadata":{"name":"a","managedFields":[{"x":{"managedFields":1}}]},"spec":{}}""", """{"metadata":{"name":"a"},"spec":{}}""")]
    [InlineData("""{"metadata":{"managedFields":[],"name":"a"}}""", """{"metadata":{"name":"a"}}""")]
    [InlineData("""{"kind":"Pod","metadata":{"a":1, "managedFields" : [ 1, 2 ] , "b":2}}""", """{"kind":"Pod","metadata":{"a":1 , "b":2}}""")]
    [InlineData("""{"metadata":{"managedFields":null}}""", """{"metadata":{}}""")]
    [InlineData("""{"metadata":{"name":"a"},"data":{"managedFields":"mine"}}""", """{"metadata":{"name":"a"},"data":{"managedFields":"mine"}}""")]
    [InlineData("""{"data":{"metadata":{"managedFields":[]}}}""", """{"data":{"metadata":{"managedFields":[]}}}""")]
    [InlineData("""{"metadata":null}""", """{"metadata":null}""")]
    public void Managed_fields_of_the_object_itself_are_not_kept(string json, string kept)
    {
        Assert.Equal(kept, Encoding.UTF8.GetString(ObjectText.Kept(Encoding.UTF8.GetBytes(json))));
        JsonDocument.Parse(kept).Dispose();
    }
}
