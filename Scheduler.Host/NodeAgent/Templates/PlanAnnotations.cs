using System.Globalization;
using Scheduler.Core.Configuration;

namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>
/// Lets a pod say itself what becomes of it, in the words of KWOK's stages: <c>pod-ready.stage.kwok.x-k8s.io/delay: 5s</c>, and
/// <c>/jitter-delay: 10s</c> for the longest. What cannot be read counts as not written: a pod is no place to complain.
/// </summary>
/// <remarks>
/// Stages: <c>pod-create</c>, <c>pod-init-container-completed</c>, <c>pod-ready</c>, <c>pod-complete</c> (with <c>exit-code</c>), <c>pod-delete</c>. The
/// labels <c>pod-container-running-failed.stage.kwok.x-k8s.io: "true"</c> and <c>pod-init-container-running-failed…</c> make a container fail; annotations
/// of that stage say which and how: <c>container-name</c>, <c>exit-code</c>, <c>reason</c>, <c>message</c>, <c>delay</c>.
/// </remarks>
internal static class PlanAnnotations
{
    private const string Suffix = ".stage.kwok.x-k8s.io";

    public static PodPlan Apply(PodPlan plan, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        if (!annotations.Keys.Concat(labels.Keys).Any(key => key.Contains(Suffix, StringComparison.Ordinal))) return plan;
        return plan with
        {
            Create = DelayOf("pod-create", annotations) ?? plan.Create,
            InitContainer = DelayOf("pod-init-container-completed", annotations) ?? plan.InitContainer,
            Ready = DelayOf("pod-ready", annotations) ?? plan.Ready,
            Complete = DelayOf("pod-complete", annotations) ?? plan.Complete,
            ExitCode = Number("pod-complete", annotations) ?? plan.ExitCode,
            Delete = DelayOf("pod-delete", annotations) ?? plan.Delete,
            Failure = Failure("pod-container-running-failed", false) ?? Failure("pod-init-container-running-failed", true) ?? plan.Failure,
        };

        ContainerFailure? Failure(string stage, bool isInit)
        {
            if (labels.GetValueOrDefault(stage + Suffix) != "true") return null;
            return new ContainerFailure(Text(stage, "container-name", annotations) ?? "", DelayOf(stage, annotations) ?? Delay.Seconds(1), Number(stage, annotations) ?? 1)
            {
                Reason = Text(stage, "reason", annotations) ?? "Error",
                Message = Text(stage, "message", annotations) ?? "",
                IsInit = isInit,
            };
        }
    }

    private static string? Text(string stage, string what, IReadOnlyDictionary<string, string> annotations) =>
        annotations.GetValueOrDefault($"{stage}{Suffix}/{what}");

    private static Delay? DelayOf(string stage, IReadOnlyDictionary<string, string> annotations)
    {
        if (!Durations.TryParse(Text(stage, "delay", annotations), out var least) || least < TimeSpan.Zero) return null;
        return Durations.TryParse(Text(stage, "jitter-delay", annotations), out var most) && most > least ? new Delay(least, most) : Delay.Of(least);
    }

    private static int? Number(string stage, IReadOnlyDictionary<string, string> annotations) =>
        int.TryParse(Text(stage, "exit-code", annotations), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
