namespace Scheduler.Core.Configuration;

/// <summary>A configuration cannot be used. The message has one line per error: <c>file: path: value: reason</c>.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(string source, IReadOnlyList<FieldError> errors, Exception? inner = null)
        : base(string.Join('\n', errors.Select(error => $"{source}: {error}")), inner)
    {
        SourceName = source;
        Errors = errors;
    }

    /// <summary>File name or other origin.</summary>
    public string SourceName { get; }

    public IReadOnlyList<FieldError> Errors { get; }
}
