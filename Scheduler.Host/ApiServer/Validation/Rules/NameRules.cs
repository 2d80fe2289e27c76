using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Which grammar the names of a kind follow.</summary>
internal static class NameRules
{
    private const int CronJobNameMax = 52;

    public static Func<string, IReadOnlyList<string>> For(ApiResource resource) => resource.Kind switch
    {
        "Namespace" or "StatefulSet" => Names.Dns1123LabelProblems,
        "Service" => Names.Dns1035LabelProblems,
        "Role" or "ClusterRole" or "RoleBinding" or "ClusterRoleBinding" or "CertificateSigningRequest" or "APIService"
            or "ComponentStatus" or "IPAddress" => Names.PathSegmentProblems,
        "CronJob" => CronJobName,
        _ => Names.Dns1123SubdomainProblems,
    };

    /// <summary>Reviews and options are never stored: they need no name.</summary>
    public static bool MayBeUnnamed(ApiResource resource) =>
        !resource.Can("get") && !resource.Can("list");

    private static IReadOnlyList<string> CronJobName(string name)
    {
        IReadOnlyList<string> problems = Names.Dns1123SubdomainProblems(name);
        return name.Length > CronJobNameMax ? [.. problems, $"must be no more than {CronJobNameMax} characters"] : problems;
    }
}
