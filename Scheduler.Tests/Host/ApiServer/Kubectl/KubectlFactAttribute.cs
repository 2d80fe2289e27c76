namespace Scheduler.Tests.Host.ApiServer.Kubectl;

/// <summary>A test that needs a real kubectl. Without one it is reported as not run; in CI it fails.</summary>
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (Program is null && Environment.GetEnvironmentVariable("CI") != "true") Skip = "kubectl is not on the PATH";
    }

    /// <summary>Where kubectl is, or null.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
}
