using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Access;
using Scheduler.Host.ApiServer.Bootstrap;
using Scheduler.Host.ApiServer.Discovery;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Health;
using Scheduler.Host.ApiServer.OpenApi;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Subresources;
using Scheduler.Host.ApiServer.Verbs;
using Scheduler.Host.ApiServer.Watching;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer;

/// <summary>
/// The Kubernetes API as a function from request to response, over a store, a clock and a random source. It opens no socket: Kestrel puts HTTPS in
/// front of it, controllers and tests call it in process, a simulation runs it on virtual time.
/// <code>
/// request ─▶ who? ─▶ what? ─▶ may he? ─▶ verb or subresource ─▶ store
///            401              403         400 404 409 410 422 …
/// </code>
/// This is the one border that turns exceptions into answers.
/// </summary>
public sealed partial class KubeApiServer
{
    /// <summary>As often as kube-apiserver looks after its own service.</summary>
    private static readonly TimeSpan KeptEvery = TimeSpan.FromSeconds(10);

    private readonly ApiServices services;
    private readonly Authenticator authenticator;
    private readonly IAuthorizer authorizer;
    private readonly DiscoveryDocuments discovery;
    private readonly OpenApiDocuments openApi;
    private readonly HealthChecks health;
    private readonly RequestMetrics metrics = new();
    private readonly Reader reader;
    private readonly Watcher watcher;
    private readonly Creator creator;
    private readonly Updater updater;
    private readonly Deleter deleter;
    private readonly CollectionDeleter collectionDeleter;
    private readonly Scale scale;
    private readonly Binding binding;
    private readonly Eviction eviction;
    private readonly TokenRequests tokenRequests;
    private readonly Reviews reviews;
    private volatile bool bootstrapped;

    /// <param name="authorizer">Who may do what; null: <see cref="MastersOnly"/>.</param>
    public KubeApiServer(IStore store, ApiServerOptions options, TimeProvider clock, Random random, IAuthorizer? authorizer = null)
    {
        Options = options;
        Store = store;
        var tokens = new ServiceAccountTokens(options.TokenKey ?? ECDsa.Create(ECCurve.NamedCurves.nistP256), options.TokenIssuer, clock);
        services = new ApiServices(store, options, clock, random, tokens);
        authenticator = new Authenticator(options.Tokens, tokens);
        this.authorizer = authorizer ?? new MastersOnly();
        discovery = new DiscoveryDocuments(ApiSchema.Default, options.Address);
        openApi = new OpenApiDocuments(ApiSchema.Default);
        health = new HealthChecks(store, () => bootstrapped);
        reader = new Reader(services);
        watcher = new Watcher(services, reader);
        creator = new Creator(services);
        updater = new Updater(services);
        deleter = new Deleter(services);
        collectionDeleter = new CollectionDeleter(services, reader, deleter);
        scale = new Scale(services, updater);
        binding = new Binding(services);
        eviction = new Eviction(services, deleter);
        tokenRequests = new TokenRequests(services);
        reviews = new Reviews(services, authenticator, this.authorizer);
    }

    public ApiServerOptions Options { get; }

    public IStore Store { get; }

    /// <summary>Where clients reach it: the port that is listened on, which the options may have left open.</summary>
    public int Port { get; private set; }

    internal DateTimeOffset Now => services.Now;

    /// <summary>Makes the objects that every cluster has; what is there already stays. Call once; until it returns, the server is not ready.</summary>
    /// <param name="port">The port that is listened on; null: that of the options.</param>
    /// <param name="cancellation">Ends the start.</param>
    public async Task Start(int? port = null, CancellationToken cancellation = default)
    {
        Port = port ?? Options.Port;
        await new BootstrapObjects(this).Create(cancellation);
        bootstrapped = true;
    }

    /// <summary>Makes those objects again where somebody has deleted them, every ten seconds until cancelled.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(KeptEvery, services.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                try
                {
                    await new BootstrapObjects(this).Create(cancellation);
                }
                catch (InvalidOperationException)
                {
                    // Refused: the next round tries again, and a store that has stopped says so itself.
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    /// <summary>Answers a request. Never throws but for cancellation: whatever goes wrong is an answer.</summary>
    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellation = default)
    {
        var info = Router.Read(request);
        RequestContext? context = null;
        ApiResponse response;
        try
        {
            response = await Answer(request, info, found => context = found, cancellation);
        }
        catch (ApiError error)
        {
            response = services.Responses.Error(error, request.Header("Accept"));
        }
        catch (ApiDataException error)
        {
            response = services.Responses.Error(Translate(error, context), request.Header("Accept"));
        }
        catch (StoreException error)
        {
            response = services.Responses.Error(Translate(error), request.Header("Accept"));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            OnBug?.Invoke(request, error);
            response = services.Responses.Error(StatusErrors.Internal("an unexpected error; the log of the server says more"), request.Header("Accept"));
        }
        if (context is not null) metrics.Count(info, response.Status);
        return response;
    }

    /// <summary>Told about errors that are ours. They answer 500 without details.</summary>
    public event Action<ApiRequest, Exception>? OnBug;

    private async Task<ApiResponse> Answer(ApiRequest request, RequestInfo info, Action<RequestContext> found, CancellationToken cancellation)
    {
        var user = authenticator.Authenticate(request);
        if (user.Account is { } account && !await Exists(account, user.Uid, cancellation)) throw StatusErrors.Unauthorized();
        if (!authorizer.Allows(user, info)) throw Denied(user, info);
        if (request.Body.Length > Options.BodyBytesMax) throw StatusErrors.TooLarge();
        if (info.Verb != "watch") TimeoutParameter.Check(request.Query);
        if (!info.IsResource) return Other(request, info);

        if (!services.Catalog.TryFind(info.Group, info.Version, info.Resource, out var resource)) return Unknown(info);
        var context = new RequestContext
        {
            Request = request,
            Info = info,
            User = user,
            Resource = resource,
            Subresource = info.Subresource is null ? null : resource.Api.Subresource(info.Subresource),
            Accept = Negotiation.Choose(request.Header("Accept"), views: resource.Api.Columns.Count > 0),
        };
        found(context);
        return await Serve(context, cancellation);
    }

    /// <summary>A token dies with its account, even if an account of the same name is made later.</summary>
    private async ValueTask<bool> Exists((string Namespace, string Name) account, string uid, CancellationToken cancellation)
    {
        var found = await services.Objects.Find(services.Catalog.ServiceAccounts, account.Namespace, account.Name, cancellation);
        return found?.Parse().Uid() == uid;
    }

    /// <summary>A path below a version that is served names a resource that is not; others are no API at all.</summary>
    private ApiResponse Unknown(RequestInfo info)
    {
        if (discovery.Serves(info.Group, info.Version)) throw StatusErrors.ResourceNotFound();
        return ApiResponse.Text(404, "404 page not found\n");
    }

    private static ApiError Denied(UserInfo user, RequestInfo info)
    {
        if (!info.IsResource)
            return new ApiError(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {info.Verb} path \"{info.Path}\"") { EmptyDetails = true };
        var where = info.Namespace is { Length: > 0 } ns ? $"in the namespace \"{ns}\"" : "at the cluster scope";
        return StatusErrors.Forbidden(info.Group, info.Resource, info.Name,
            $"User \"{user.Name}\" cannot {info.Verb} resource \"{info.ResourcePath}\" in API group \"{info.Group}\" {where}");
    }

    private static ApiError Translate(ApiDataException error, RequestContext? context)
    {
        if (error.Reason == "Invalid" && error.Causes.Count > 0 && context is not null)
            return StatusErrors.Invalid(context.Resource.Group, context.Resource.Kind, context.Name, Creator.Causes(error.Causes));
        return new ApiError(error.Code, error.Reason, error.Message) { Causes = Creator.Causes(error.Causes), EmptyDetails = error.Code == 422 };
    }

    private static ApiError Translate(StoreException error) => error switch
    {
        ValueTooLargeException => StatusErrors.Unclassified("etcdserver: request is too large"),
        CompactedException => StatusErrors.Gone("The provided resource version is too old."),
        StoreStoppedException => StatusErrors.ServiceUnavailable($"the store has stopped: {error.Message}"),
        _ => StatusErrors.Internal(error.Message),
    };
}
