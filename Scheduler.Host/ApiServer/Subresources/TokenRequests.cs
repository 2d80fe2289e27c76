using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Subresources;

/// <summary>Issues tokens for service accounts.</summary>
public sealed class TokenRequests(ApiServices services)
{
    private const long LifetimeSecondsDefault = 3600;
    private const long LifetimeSecondsMin = 600;

    public async Task<ApiResponse> Create(RequestContext context, CancellationToken cancellation)
    {
        var request = BodyReader.Object(context, new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"));
        var account = (await services.Objects.Get(context.Resource, context.Namespace, context.Name, cancellation)).Parse();
        var spec = request.ChildOrNew("spec");
        var seconds = spec.Number("expirationSeconds") is { } given and not 0 ? given : LifetimeSecondsDefault;
        if (seconds < LifetimeSecondsMin)
            throw StatusErrors.Invalid("authentication.k8s.io", "TokenRequest", "",
            [
                new StatusCause("FieldValueInvalid", $"Invalid value: {seconds}: may not specify a duration less than 10 minutes", "spec.expirationSeconds"),
            ]);

        spec["expirationSeconds"] = seconds;
        if (spec.Texts("audiences").Count == 0) spec.SetTexts("audiences", [services.Options.TokenIssuer]);
        spec.TryAdd("boundObjectRef", null);
        var metadata = request.Metadata();
        metadata["name"] = account.ObjectName();
        metadata["namespace"] = account.Namespace();
        metadata["uid"] = account.Uid();
        metadata["creationTimestamp"] = Meta.Timestamp(services.Now);
        if (services.Options.ManagedFields && ApiSchema.Default.TryFindType("authentication.k8s.io/v1", "TokenRequest", out var type))
            services.ManagedFields.Created(type, request, new ManagedFields.Writer(context.FieldManager(), "authentication.k8s.io/v1", "token"), services.Now);
        request["status"] = new JsonObject
        {
            ["token"] = services.Tokens.Issue(
                account.Namespace(), account.ObjectName(), account.Uid(), spec.Texts("audiences"), TimeSpan.FromSeconds(seconds), services.Identifiers.Uid()),
            ["expirationTimestamp"] = Meta.Timestamp(services.Now.AddSeconds(seconds)),
        };
        return services.Responses.Document(context, 201, request);
    }
}
