namespace Scheduler.Host.Commands;

/// <summary>A verb of the command line: a class with a <c>[Verb]</c> attribute and an option per property, listed in <see cref="Cli"/>.</summary>
public interface ICommand
{
    /// <summary>Does the work and returns the exit code: 0 done, 1 failed, 2 wrong input.</summary>
    /// <exception cref="Scheduler.Core.Configuration.ConfigurationException">A configuration cannot be used: reported on one line per error, exit code 2.</exception>
    /// <exception cref="Scheduler.Core.Reading.ReadException">An input cannot be read: reported on one line, exit code 2.</exception>
    Task<int> RunAsync(Terminal terminal, CancellationToken cancellation);
}

/// <summary>Where a command writes: results and everything else.</summary>
public sealed record Terminal(TextWriter Out, TextWriter Error);
