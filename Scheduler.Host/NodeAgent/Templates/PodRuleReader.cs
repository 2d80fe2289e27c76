using Scheduler.Core.Configuration;

namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>Reads what becomes of pods from a template file.</summary>
internal static class PodRuleReader
{
    public static PodRule Read(StrictObject rule, FieldErrors errors)
    {
        var match = rule.Object("match");
        var read = new PodRule
        {
            Namespace = match.String("namespace"),
            OwnerKind = match.String("ownerKind"),
            Labels = NodeTemplateFile.Map(match, "labels", errors),
            Plan = Plan(rule),
        };
        match.End();
        rule.End();
        return read;
    }

    private static PodPlan Plan(StrictObject rule)
    {
        var usual = PodPlan.Default;
        return new PodPlan
        {
            Create = DelayOf(rule, "create") ?? usual.Create,
            InitContainer = DelayOf(rule, "initContainer") ?? usual.InitContainer,
            Ready = DelayOf(rule, "ready") ?? usual.Ready,
            Complete = DelayOf(rule, "complete"),
            ExitCode = ExitCode(rule) ?? 0,
            Failure = rule.ObjectOrNull("failure") is { } failure ? Failure(failure) : null,
            Delete = DelayOf(rule, "delete") ?? usual.Delete,
        };
    }

    private static ContainerFailure Failure(StrictObject failure)
    {
        var read = new ContainerFailure(failure.String("container") ?? "", DelayOf(failure, "after") ?? Delay.Seconds(1), ExitCode(failure) ?? 1)
        {
            Reason = failure.String("reason") ?? "Error",
            Message = failure.String("message") ?? "",
            IsInit = failure.Boolean("init") ?? false,
        };
        failure.End();
        if (read.ExitCode == 0) failure.Error("exitCode", "must not be 0: that is no failure");
        return read;
    }

    private static int? ExitCode(StrictObject parent)
    {
        var code = parent.Int32("exitCode");
        if (code is < 0 or > 255) parent.Error("exitCode", "must be 0 to 255");
        return code;
    }

    private static Delay? DelayOf(StrictObject parent, string field)
    {
        if (parent.String(field) is not { } text) return null;
        if (Delay.TryParse(text, out var delay)) return delay;
        parent.Error(field, "must be a duration such as 5s, or a range such as 1s..5s");
        return null;
    }
}
