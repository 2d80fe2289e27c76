namespace Scheduler.Host.ApiServer.Requests;

/// <summary>Who asks: a name, a uid and the groups that decide what is allowed.</summary>
public sealed record UserInfo(string Name, string Uid, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";

    /// <summary>Known by a service account's token, and so only as long as that account exists.</summary>
    public (string Namespace, string Name)? Account { get; init; }

    public static UserInfo Anonymous { get; } = new("system:anonymous", "", [Unauthenticated]);

    /// <summary>The cluster's own parts (controllers, node agents, the scheduler) when they call in process.</summary>
    public static UserInfo Internal(string name) => new(name, "", [Masters, Authenticated]);

    public bool IsMaster => Groups.Contains(Masters);
}
