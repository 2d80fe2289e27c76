using System.Text.RegularExpressions;
using Scheduler.Host.ApiServer.Errors;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>
/// The <c>timeout</c> that clients add to a request. It is only read, not kept: nothing here takes that long. Watches end by <c>timeoutSeconds</c>.
/// </summary>
internal static partial class TimeoutParameter
{
    /// <exception cref="ApiError">400: not a duration such as <c>5s</c> or <c>1m30s</c>.</exception>
    public static void Check(QueryParameters query)
    {
        if (query["timeout"] is not { Length: > 0 } text || text == "0" || Duration().IsMatch(text)) return;
        throw StatusErrors.BadRequest($"invalid timeout specified in the request URL - time: invalid duration \"{text}\"");
    }

    [GeneratedRegex(@"^[+-]?(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$")]
    private static partial Regex Duration();
}
