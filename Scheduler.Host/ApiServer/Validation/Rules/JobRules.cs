using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Jobs and CronJobs.</summary>
internal static class JobRules
{
    private static readonly FieldPath Spec = FieldPath.Root("spec");

    public static void Job(JsonObject document, Problems problems) =>
        JobSpec(document.Object("spec") ?? [], Spec, problems);

    public static void JobUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        JsonObject before = old.Object("spec") ?? [], after = document.Object("spec") ?? [];
        bool isElastic = before.Text("completionMode") == "Indexed" && JsonNode.DeepEquals(after["completions"], after["parallelism"]);
        if (!isElastic)
            problems.Unchanged(Spec.Child("completions"), before["completions"], after["completions"]);
        problems.Unchanged(Spec.Child("selector"), before["selector"], after["selector"]);
        if (!(before.Bool("suspend") == true && old.Text("status", "startTime") is null))
            problems.Unchanged(Spec.Child("template"), before["template"], after["template"]);
        problems.Unchanged(Spec.Child("completionMode"), before["completionMode"], after["completionMode"]);
    }

    public static void CronJob(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        string schedule = spec.Text("schedule") ?? "";
        if (problems.HasText(Spec.Child("schedule"), spec["schedule"]) && CronText.Problem(schedule) is { } problem)
            problems.Invalid(Spec.Child("schedule"), schedule, problem);
        problems.NonNegative(Spec.Child("startingDeadlineSeconds"), spec["startingDeadlineSeconds"]);
        problems.RequiredOneOf(Spec.Child("concurrencyPolicy"), spec["concurrencyPolicy"], "Allow", "Forbid", "Replace");
        JobSpec(spec.Object("jobTemplate", "spec") ?? [], Spec.Child("jobTemplate", "spec"), problems);
        problems.NonNegative(Spec.Child("successfulJobsHistoryLimit"), spec["successfulJobsHistoryLimit"]);
        problems.NonNegative(Spec.Child("failedJobsHistoryLimit"), spec["failedJobsHistoryLimit"]);
    }

    private static void JobSpec(JsonObject spec, FieldPath path, Problems problems)
    {
        foreach (string name in (ReadOnlySpan<string>)["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"])
            problems.NonNegative(path.Child(name), spec[name]);
        problems.OneOf(path.Child("completionMode"), spec["completionMode"], "Indexed", "NonIndexed");
        if (spec.Text("completionMode") == "Indexed" && spec["completions"] is null)
            problems.Required(path.Child("completions"), "when completion mode is Indexed");
        SelectorRules.LabelSelector(spec.Object("selector"), path.Child("selector"), problems);
        PodRules.Template(spec.Object("template"), path.Child("template"), problems);
        string policy = spec.Text("template", "spec", "restartPolicy") ?? "";
        if (policy is not ("OnFailure" or "Never"))
            problems.Required(path.Child("template").Child("spec", "restartPolicy"), "valid values: \"OnFailure\", \"Never\"");
    }
}
