using Scheduler.Host.ApiServer.Access;
using Scheduler.Host.ApiServer.Admission;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Verbs;

/// <summary>What every verb works with, made once.</summary>
public sealed class ApiServices
{
    public ApiServices(IStore store, ApiServerOptions options, TimeProvider clock, Random random, ServiceAccountTokens tokens)
    {
        Catalog = new ResourceCatalog(Schema.ApiSchema.Default);
        Objects = new ObjectStore(store);
        Options = options;
        Clock = clock;
        Identifiers = new Identifiers(random);
        Tokens = tokens;
        Responses = new ResponseWriter(Schema.ApiSchema.Default, clock);
        ManagedFields = new ManagedFields();
        NodeTopology = new NodeTopology(Catalog, Objects);
        Admission = AdmissionChain.Standard(this);
    }

    public ResourceCatalog Catalog { get; }
    public ObjectStore Objects { get; }
    public ApiServerOptions Options { get; }
    public TimeProvider Clock { get; }
    public Identifiers Identifiers { get; }
    public ServiceAccountTokens Tokens { get; }
    public ResponseWriter Responses { get; }
    public ManagedFields ManagedFields { get; }
    public NodeTopology NodeTopology { get; }
    public AdmissionChain Admission { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();
}
