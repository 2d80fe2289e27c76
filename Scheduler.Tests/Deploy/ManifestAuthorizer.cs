using Scheduler.Host.ApiServer.Access;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;

namespace Scheduler.Tests.Deploy;

/// <summary>Lets one account do what a manifest grants, and notes what it does. Everybody else: as without RBAC.</summary>
internal sealed class ManifestAuthorizer(UserInfo account, IReadOnlySet<Grant> grants) : IAuthorizer
{
    private readonly MastersOnly others = new();
    private readonly HashSet<Grant> used = [];
    private readonly HashSet<string> denied = [];
    private readonly SemaphoreSlim noted = new(0);

    public IReadOnlyList<Grant> Used
    {
        get
        {
            lock (used) return [.. used];
        }
    }

    public IReadOnlyList<string> Denied
    {
        get
        {
            lock (used) return [.. denied];
        }
    }

    public bool Allows(UserInfo user, RequestInfo info)
    {
        if (user.Name != account.Name || !info.IsResource) return others.Allows(user, info);
        var resource = Grant.Full(info.Group, info.ResourcePath);
        var found = grants.FirstOrDefault(grant => grant.Verb == info.Verb && grant.Resource == resource && (grant.Namespace == "*" || grant.Namespace == info.Namespace));
        lock (used)
        {
            if (found is null) denied.Add($"{info.Verb} {resource} in {info.Namespace}");
            else used.Add(found);
        }
        noted.Release();
        return found is not null;
    }

    /// <summary>Waits until something has been used; what never is used comes out in the comparison.</summary>
    public async Task Until(string grant, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!Used.Any(one => one.ToString() == grant) && !patience.IsCancellationRequested)
        {
            meanwhile?.Invoke();
            await noted.WaitAsync(TimeSpan.FromMilliseconds(200));
        }
    }
}
