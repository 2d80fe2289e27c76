using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Scheduler.Host.Scheduling;

/// <summary>How messages are written.</summary>
public enum LogFormat
{
    /// <summary>One line of text a message.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>Messages to stderr. Their parameters are names and numbers of objects; credentials are never among them.</summary>
public static class Logs
{
    /// <summary>Makes the loggers.</summary>
    /// <param name="format">How a message looks.</param>
    /// <param name="verbosity">As kube-scheduler's <c>--v</c>: 0 for operators, 2 for every decision, 6 for everything.</param>
    public static ILoggerFactory Make(LogFormat format, int verbosity) => LoggerFactory.Create(builder =>
    {
        builder.SetMinimumLevel(verbosity switch { < 2 => LogLevel.Information, < 6 => LogLevel.Debug, _ => LogLevel.Trace });
        if (format == LogFormat.Json)
        {
            builder.AddJsonConsole(options =>
            {
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                options.JsonWriterOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        }
        else
        {
            builder.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
            builder.AddConsole(options => options.FormatterName = LineFormatter.FormatterName);
        }

        // A terminal that stands still must not stop decisions.
        builder.Services.Configure<ConsoleLoggerOptions>(options =>
        {
            options.LogToStandardErrorThreshold = LogLevel.Trace;
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    });
}
