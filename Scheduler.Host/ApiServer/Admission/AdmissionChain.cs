using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>The rules in the order in which they run; later ones see what earlier ones changed.</summary>
public sealed class AdmissionChain(IReadOnlyList<IAdmission> rules)
{
    /// <summary>All rules but those that the options switch off, by the name of their type.</summary>
    public static AdmissionChain Standard(ApiServices services) => new([.. Rules(services).Where(rule => !services.Options.AdmissionOff.Contains(rule.GetType().Name))]);

    private static IEnumerable<IAdmission> Rules(ApiServices services) =>
    [
        new NamespaceLifecycle(services),        // first: nothing else need look at objects without a home
        new TaintNodesByCondition(services),
        new ServiceAccountAdmission(services),   // adds a volume, which later rules count
        new PodTolerations(services),
        new PriorityAdmission(services),
        new RuntimeClassAdmission(services),     // overhead before limits: limits look at containers only, but read the result
        new LimitRangeAdmission(services),
        new DefaultStorageClass(services),
        new StorageProtection(),
        new PodTopologyLabels(services),
        new ServiceAddresses(services),          // last: it takes an address from the pool
    ];

    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var rule in rules) await rule.Admit(request, cancellation);
    }
}
