using System.Security.Cryptography;
using System.Text;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.ApiServer.Access;

/// <summary>
/// Finds out who asks: the caller that the front vouches for (client certificate, in process), a bearer token of the static table or of a
/// service account, or nobody. A token that is not known is an error, never "nobody".
/// </summary>
public sealed class Authenticator
{
    private readonly Dictionary<string, UserInfo> byTokenHash;
    private readonly ServiceAccountTokens tokens;

    /// <param name="staticTokens">Bearer token to user. Kept as hashes, so that a lookup's time tells nothing of a token.</param>
    public Authenticator(IReadOnlyDictionary<string, UserInfo> staticTokens, ServiceAccountTokens tokens)
    {
        byTokenHash = staticTokens.ToDictionary(pair => Hash(pair.Key), pair => pair.Value);
        this.tokens = tokens;
    }

    /// <exception cref="ApiError">401 for an unknown token; 403 when someone may not impersonate.</exception>
    public UserInfo Authenticate(ApiRequest request)
    {
        var user = Known(request);
        return Impersonated(request, user) ?? user;
    }

    /// <summary>The user of a token, or null.</summary>
    public UserInfo? Check(string token) => byTokenHash.TryGetValue(Hash(token), out var user) ? user : tokens.Check(token);

    private UserInfo Known(ApiRequest request)
    {
        if (request.Caller is { } caller) return caller;
        var header = request.Header("Authorization");
        if (string.IsNullOrEmpty(header)) return UserInfo.Anonymous;
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) throw StatusErrors.Unauthorized();
        return Check(header["Bearer ".Length..].Trim()) ?? throw StatusErrors.Unauthorized();
    }

    private static UserInfo? Impersonated(ApiRequest request, UserInfo user)
    {
        var name = request.Header("Impersonate-User");
        var groups = request.Header("Impersonate-Group");
        if (string.IsNullOrEmpty(name))
        {
            if (string.IsNullOrEmpty(groups) && string.IsNullOrEmpty(request.Header("Impersonate-Uid"))) return null;
            throw StatusErrors.Internal("requested impersonation without a user name");
        }
        if (!user.IsMaster)
            throw StatusErrors.Forbidden("", "users", name, $"User \"{user.Name}\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope");

        var uid = request.Header("Impersonate-Uid") ?? "";
        return new UserInfo(name, uid, GroupsOf(name, groups));
    }

    /// <summary>The groups that were asked for, and those that come with the name.</summary>
    private static List<string> GroupsOf(string name, string? asked)
    {
        var groups = (asked ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (groups.Count == 0 && name.Split(':') is ["system", "serviceaccount", var ns, _])
            groups.AddRange(["system:serviceaccounts", $"system:serviceaccounts:{ns}"]);
        var nobody = name == UserInfo.Anonymous.Name;
        var implied = nobody ? UserInfo.Unauthenticated : UserInfo.Authenticated;
        if (!groups.Contains(implied)) groups.Add(implied);
        return groups;
    }

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
