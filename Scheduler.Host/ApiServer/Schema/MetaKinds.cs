namespace Scheduler.Host.ApiServer.Schema;

/// <summary>The kinds of meta/v1 that travel under any group version.</summary>
internal static class MetaKinds
{
    private const string Package = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    public static string? NameOf(string kind) => kind switch
    {
        "Status" or "DeleteOptions" or "WatchEvent" or "CreateOptions" or "UpdateOptions" or "PatchOptions"
            or "GetOptions" or "ListOptions" or "TableOptions" or "PartialObjectMetadata" or "PartialObjectMetadataList"
            or "APIGroup" or "APIGroupList" or "APIResourceList" or "APIVersions" or "List" => Package + kind,
        _ => null,
    };
}
