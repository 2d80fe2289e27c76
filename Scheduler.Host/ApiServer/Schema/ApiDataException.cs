namespace Scheduler.Host.ApiServer.Schema;

/// <summary>The only exception that reading bodies, patches and selectors throws: what the client sent is not acceptable, and why.</summary>
public sealed class ApiDataException : Exception
{
    public ApiDataException(int code, string reason, string message, IReadOnlyList<FieldCause>? causes = null)
        : base(message)
    {
        Code = code;
        Reason = reason;
        Causes = causes ?? [];
    }

    /// <summary>The HTTP status.</summary>
    public int Code { get; }

    /// <summary>The reason of the Status object: <c>BadRequest</c>, <c>Invalid</c>, ….</summary>
    public string Reason { get; }

    public IReadOnlyList<FieldCause> Causes { get; }

    public static ApiDataException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiDataException TooLarge(string message) => new(413, "RequestEntityTooLarge", message);

    /// <summary>422 with causes, for an object whose kind and name are not known (as in answers to patches).</summary>
    public static ApiDataException Invalid(IReadOnlyList<FieldCause> causes) =>
        new(422, "Invalid", FieldCause.InvalidMessage("", "", causes), causes);
}
