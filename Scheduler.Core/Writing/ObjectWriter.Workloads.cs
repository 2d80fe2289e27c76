using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Writing;

/// <summary>Workloads, priority classes, disruption budgets and device objects.</summary>
public static partial class ObjectWriter
{
    private static void WorkloadFields(Utf8JsonWriter json, Workload workload) =>
        json.Object("spec", workload, static (writer, it) =>
        {
            writer.Object("selector", it.Selector, Selector);
            writer.Number(it.Kind == "Job" ? "parallelism" : "replicas", it.Replicas);
        });

    private static void PriorityClassFields(Utf8JsonWriter json, PriorityClass priorityClass)
    {
        json.WriteNumber("value", priorityClass.Value);
        json.FlagIfSet("globalDefault", priorityClass.GlobalDefault);
        json.Text("preemptionPolicy", priorityClass.PreemptionPolicy);
    }

    private static void BudgetFields(Utf8JsonWriter json, PodDisruptionBudget budget)
    {
        json.Object("spec", budget, static (writer, it) => writer.Object("selector", it.Selector, Selector));
        json.Object("status", budget, static (writer, it) =>
        {
            writer.WriteNumber("disruptionsAllowed", it.DisruptionsAllowed);
            if (it.DisruptedPods.Length == 0) return;
            writer.WriteStartObject("disruptedPods");
            foreach (string pod in it.DisruptedPods) writer.WriteNull(pod);
            writer.WriteEndObject();
        });
    }

    private static void ResourceClaimFields(Utf8JsonWriter json, ResourceClaim claim)
    {
        json.Json("spec", claim.Spec);
        json.Json("status", claim.Status);
    }

    private static void ResourceSliceFields(Utf8JsonWriter json, ResourceSlice slice) => json.Json("spec", slice.Spec);

    private static void DeviceClassFields(Utf8JsonWriter json, DeviceClass deviceClass) => json.Json("spec", deviceClass.Spec);
}
