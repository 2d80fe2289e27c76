using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;

namespace Scheduler.Host.ApiServer.Access;

/// <summary>Says who may do what. RBAC is to come behind this seam; until then <see cref="MastersOnly"/> answers.</summary>
public interface IAuthorizer
{
    bool Allows(UserInfo user, RequestInfo info);
}
