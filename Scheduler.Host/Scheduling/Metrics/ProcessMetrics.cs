using System.Diagnostics;
using System.Reflection;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>What is known of any process: time, memory, files, garbage.</summary>
public static class ProcessMetrics
{
    public static void AddTo(SchedulerMetrics metrics)
    {
        One("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", "counter", () => Read(process => process.TotalProcessorTime.TotalSeconds));
        One("process_resident_memory_bytes", "Resident memory size in bytes.", "gauge", () => Read(process => process.WorkingSet64));
        One("process_virtual_memory_bytes", "Virtual memory size in bytes.", "gauge", () => Read(process => process.VirtualMemorySize64));
        One("process_start_time_seconds", "Start time of the process since unix epoch in seconds.", "gauge", () => Read(process => new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0));
        One("process_threads", "Number of threads.", "gauge", () => Read(process => process.Threads.Count));
        if (OperatingSystem.IsLinux()) One("process_open_fds", "Number of open file descriptors.", "gauge", () => Directory.GetFileSystemEntries("/proc/self/fd").Length);
        One("dotnet_gc_heap_bytes", "Bytes on the managed heap.", "gauge", () => GC.GetTotalMemory(forceFullCollection: false));
        One("dotnet_gc_allocated_bytes_total", "Bytes allocated since the start.", "counter", () => GC.GetTotalAllocatedBytes());
        One("dotnet_gc_pause_seconds_total", "Time that collections have stopped the program.", "counter", () => GC.GetTotalPauseDuration().TotalSeconds);
        string version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";
        metrics.Keep(new GaugeFamily("scheduler_build_info", "The program's version.", ["version"], () => [([version], 1)]));

        void One(string name, string help, string kind, Func<double> read) => metrics.Keep(new GaugeFamily(name, help, [], () => [([], read())], kind));
    }

    private static double Read(Func<Process, double> read)
    {
        using Process process = Process.GetCurrentProcess();
        return read(process);
    }
}
