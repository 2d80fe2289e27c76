using System.Text.Json;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client.Following;

namespace Scheduler.Host.Client;

/// <summary>
/// Follows one resource: what is there, then every change. Told in order, each version once; what went while nobody watched is told as deleted. The
/// states and what leads from one to the next: <see cref="InformerStates.Next"/>.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="resource">What to follow, in all namespaces.</param>
/// <param name="tell">Told of every change, on any thread, one at a time. While it does not return, nothing more is read.</param>
/// <param name="clock">For pauses and time-outs.</param>
/// <param name="fieldSelector">Only objects that match; empty: all.</param>
public sealed partial class Informer(IApiClient client, ApiResource resource, Action<Change> tell, TimeProvider clock, string fieldSelector = "")
{
    /// <summary>A resource that the server does not have may come with its next version.</summary>
    private static readonly TimeSpan AskForAbsentAfter = TimeSpan.FromMinutes(5);

    private readonly InformerOptions options = new();
    private Telling telling = null!;
    private Backoff backoff = null!;
    private Random random = null!;
    private InformerState state;
    private TimeSpan pause;
    private bool heardSinceList;

    /// <summary>How to ask.</summary>
    public InformerOptions Options
    {
        get => options;
        init => options = value;
    }

    /// <summary>Follows until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        random = new Random(resource.Path().Aggregate(options.Seed, (hash, letter) => unchecked((hash * 31) + letter)));
        backoff = new Backoff(options.PauseFirst, options.PauseMax, random);
        telling = new Telling(resource, tell, options);
        streams = options.Streams;
        pageSize = options.PageSize;
        try
        {
            while (true) await Step(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task Step(CancellationToken cancellation)
    {
        var outcome = await Act(cancellation).ConfigureAwait(false);
        state = InformerStates.Next(state, outcome);
    }

    private async Task<StepOutcome> Act(CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        try
        {
            switch (state)
            {
                case InformerState.Listing when streams:
                    return await Stream(cancellation).ConfigureAwait(false);
                case InformerState.Listing:
                    return await List(cancellation).ConfigureAwait(false);
                case InformerState.Watching:
                    return await Watch(cancellation).ConfigureAwait(false);
                default:
                    await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
                    return StepOutcome.Done;
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException or TimeoutException)
        {
            if (error is Access.CredentialException) telling.Refuse(error.Message);
            // A watch that has stood for a while was no error, however it broke and however quiet it was.
            if (state == InformerState.Watching && clock.GetElapsedTime(begun) >= options.PauseFirst) backoff.Reset();
            pause = backoff.Next();
            return StepOutcome.Failed;
        }
    }

    /// <summary>What a refusal leads to, and how long to wait before that.</summary>
    private async Task<StepOutcome> Refused(string verb, ApiStream answer, CancellationToken cancellation)
    {
        var failure = (await answer.ReadAnswer(cancellation).ConfigureAwait(false)).Failure!;
        pause = failure.RetryAfter is { } wait && wait > TimeSpan.Zero ? wait : backoff.Next();
        if (failure.IsExpired) return Expired();
        if (failure.IsTooMany || failure.IsServerError) return StepOutcome.Failed;
        if (failure.IsNotFound && state == InformerState.Listing)
        {
            pause = AskForAbsentAfter;
            telling.Refuse($"{verb} {FullName}: the server does not have this resource; it is left out");
            telling.BeginList();
            telling.EndList(telling.Version);
        }
        else if (failure.IsForbidden) telling.Refuse($"{verb} {FullName}: forbidden (403): {failure.Message}");
        else telling.Refuse($"{verb} {FullName}: {failure.Code}: {failure.Message}");
        return StepOutcome.Refused;
    }

    /// <summary>A server that forgets at once what it has just listed is not asked in a circle.</summary>
    private StepOutcome Expired() => state == InformerState.Watching && !heardSinceList ? StepOutcome.Refused : StepOutcome.Expired;

    private string Accept => options is { Protobuf: true, Decode: not null } ? $"{MediaTypes.Protobuf},{MediaTypes.Json}" : MediaTypes.Json;

    private string FullName => resource.Group.Length == 0 ? resource.Name : $"{resource.Name}.{resource.Group}";

    private string PathWith(string query) =>
        $"{resource.Path()}?{query}{(fieldSelector.Length > 0 ? $"&fieldSelector={Uri.EscapeDataString(fieldSelector)}" : "")}";
}
