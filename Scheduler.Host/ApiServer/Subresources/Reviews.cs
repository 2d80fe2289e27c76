using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Access;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Subresources;

/// <summary>Questions about who is who and who may do what. They are created, answered and forgotten: nothing is stored.</summary>
public sealed class Reviews(ApiServices services, Authenticator authenticator, IAuthorizer authorizer)
{
    private static readonly string[] Discovery =
        ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"];

    public static bool Serves(string resource) => resource is "selfsubjectaccessreviews" or "subjectaccessreviews"
        or "localsubjectaccessreviews" or "selfsubjectrulesreviews" or "selfsubjectreviews" or "tokenreviews";

    public ApiResponse Create(RequestContext context)
    {
        var api = context.Resource.Api;
        var review = BodyReader.Object(context, new GroupVersionKind(api.Group, api.Version, api.Kind));
        var spec = review.Child("spec") ?? [];
        if (context.Resource.Group == "authorization.k8s.io" && context.Resource.Name != "selfsubjectrulesreviews") Check(context, spec);
        review["status"] = context.Resource.Name switch
        {
            "selfsubjectreviews" => new JsonObject { ["userInfo"] = Describe(context.User) },
            "tokenreviews" => Token(spec),
            "selfsubjectrulesreviews" => Rules(context.User),
            "selfsubjectaccessreviews" => Access(context.User, spec),
            _ => Access(Subject(spec), spec),
        };
        var isStatement = context.Resource.Name is "selfsubjectrulesreviews" or "selfsubjectreviews";
        if (services.Options.ManagedFields && !isStatement) services.ManagedFields.Created(api.Type, review, Creator.Writer(context), services.Now);
        if (context.Resource.Name == "selfsubjectreviews") review.Metadata()["creationTimestamp"] = Meta.Timestamp(services.Now);
        // The reference server does not repeat the namespace that was asked about.
        if (context.Resource.Name == "selfsubjectrulesreviews") review["spec"] = new JsonObject();
        return services.Responses.Document(context, 201, review);
    }

    private static void Check(RequestContext context, JsonObject spec)
    {
        var causes = new List<StatusCause>();
        if (spec["resourceAttributes"] is null == spec["nonResourceAttributes"] is null)
        {
            var what = spec["resourceAttributes"] is null
                ? "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified"
                : "Invalid value: cannot be specified in combination with resourceAttributes";
            causes.Add(new StatusCause("FieldValueInvalid", what, spec["resourceAttributes"] is null ? "spec.resourceAttributes" : "spec.nonResourceAttributes"));
        }
        if (context.Resource.Name != "selfsubjectaccessreviews" && string.IsNullOrEmpty(spec.Text("user")) && spec.Texts("groups").Count == 0)
            causes.Add(new StatusCause("FieldValueInvalid", "Invalid value: \"\": at least one of user or group must be specified", "spec.user"));
        if (causes.Count > 0) throw StatusErrors.Invalid(context.Resource.Group, context.Resource.Kind, "", causes);
    }

    private JsonObject Access(UserInfo user, JsonObject spec)
    {
        var allowed = authorizer.Allows(user, Asked(spec));
        return new JsonObject { ["allowed"] = allowed };
    }

    private static RequestInfo Asked(JsonObject spec)
    {
        if (spec.Child("nonResourceAttributes") is { } path)
            return new RequestInfo { Path = path.Text("path") ?? "", Verb = path.Text("verb") ?? "" };
        var resource = spec.Child("resourceAttributes") ?? [];
        return new RequestInfo
        {
            Path = "",
            IsResource = true,
            Verb = resource.Text("verb") ?? "",
            Group = resource.Text("group") ?? "",
            Version = resource.Text("version") ?? "",
            Resource = resource.Text("resource") ?? "",
            Namespace = resource.Text("namespace"),
            Name = resource.Text("name"),
            Subresource = resource.Text("subresource"),
        };
    }

    private static UserInfo Subject(JsonObject spec) => new(spec.Text("user") ?? "", spec.Text("uid") ?? "", spec.Texts("groups"));

    private JsonObject Token(JsonObject spec)
    {
        if (spec.Text("token") is not { Length: > 0 } token || authenticator.Check(token) is not { } user)
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
        return new JsonObject
        {
            ["authenticated"] = true,
            ["user"] = Describe(user),
            ["audiences"] = new JsonArray(services.Options.TokenIssuer),
        };
    }

    private static JsonObject Describe(UserInfo user)
    {
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0) info["uid"] = user.Uid;
        info.SetTexts("groups", user.Groups);
        return info;
    }

    private static JsonObject Rules(UserInfo user)
    {
        var resources = new JsonArray();
        var paths = new JsonArray();
        if (user.IsMaster)
        {
            resources.Add((JsonNode)ResourceRule(["*"], ["*"], ["*"]));
            paths.Add((JsonNode)PathRule(["*"], ["*"]));
        }
        if (user.Groups.Contains(UserInfo.Authenticated))
        {
            resources.Add((JsonNode)ResourceRule(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]));
            resources.Add((JsonNode)ResourceRule(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]));
            paths.Add((JsonNode)PathRule(["get"], Discovery));
            paths.Add((JsonNode)PathRule(["get"], ["/.well-known", "/.well-known/*"]));
        }
        paths.Add((JsonNode)PathRule(["get"], ["/healthz", "/livez", "/readyz", "/version", "/version/"]));
        return new JsonObject { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private static JsonObject ResourceRule(string[] verbs, string[] groups, string[] resources)
    {
        var rule = new JsonObject();
        rule.SetTexts("verbs", verbs);
        rule.SetTexts("apiGroups", groups);
        rule.SetTexts("resources", resources);
        return rule;
    }

    private static JsonObject PathRule(string[] verbs, string[] paths)
    {
        var rule = new JsonObject();
        rule.SetTexts("verbs", verbs);
        rule.SetTexts("nonResourceURLs", paths);
        return rule;
    }
}
