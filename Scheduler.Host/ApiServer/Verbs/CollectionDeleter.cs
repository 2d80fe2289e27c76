using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Verbs;

/// <summary>Deletes everything that a list would show, and answers with that list.</summary>
public sealed class CollectionDeleter(ApiServices services, Reader reader, Deleter deleter)
{
    public async Task<ApiResponse> Delete(RequestContext context, CancellationToken cancellation)
    {
        var options = BodyReader.DeleteOptions(context);
        var page = await reader.Page(context, ListOptions.Of(context, watch: false), cancellation);
        foreach (var item in page.Items)
        {
            var document = item.Parse();
            try
            {
                // This very object, not a later one of the same name.
                var exactly = options with { PreconditionUid = options.PreconditionUid ?? document.Uid() };
                await deleter.Delete(context.Resource, document.Metadata().Text("namespace"), document.ObjectName(), exactly, context.User, cancellation);
            }
            catch (ApiError error) when (error.Code == 404 || (error.Code == 409 && options.PreconditionUid is null))
            {
                // Gone already: that is what was asked for.
            }
        }
        return services.Responses.List(context, page.Items, page.Metadata());
    }
}
