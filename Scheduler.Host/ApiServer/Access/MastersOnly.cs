using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;

namespace Scheduler.Host.ApiServer.Access;

/// <summary>
/// Members of system:masters may do everything; whoever is known may read discovery and ask about himself; anybody may ask for the version
/// and whether the server lives.
/// </summary>
public sealed class MastersOnly : IAuthorizer
{
    private static readonly HashSet<string> OpenPaths = ["/healthz", "/livez", "/readyz", "/version", "/version/"];
    private static readonly string[] DiscoveryRoots = ["/api", "/apis", "/openapi"];
    private static readonly HashSet<string> SelfReviews = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

    public bool Allows(UserInfo user, RequestInfo info)
    {
        if (user.IsMaster) return true;
        var known = user.Groups.Contains(UserInfo.Authenticated);
        if (info.IsResource) return known && info.Verb == "create" && SelfReviews.Contains(info.Resource);
        if (info.Verb is not ("get" or "head")) return false;
        return OpenPaths.Contains(info.Path) || (known && IsDiscovery(info.Path));
    }

    private static bool IsDiscovery(string path)
    {
        foreach (var root in DiscoveryRoots)
            if (path == root || path.StartsWith(root + "/", StringComparison.Ordinal)) return true;
        return path.StartsWith("/.well-known", StringComparison.Ordinal) || path == "/openid/v1/jwks";
    }
}
