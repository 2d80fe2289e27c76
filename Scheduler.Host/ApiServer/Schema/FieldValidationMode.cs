namespace Scheduler.Host.ApiServer.Schema;

/// <summary>What happens to unknown and duplicate fields: the <c>fieldValidation</c> parameter.</summary>
public enum FieldValidationMode : byte
{
    /// <summary>Dropped silently.</summary>
    Ignore,

    /// <summary>Dropped, with a warning each (the default of the server).</summary>
    Warn,

    /// <summary>Refused.</summary>
    Strict,
}

/// <summary>A document in the server's own form, and what to tell the client about fields that were dropped (the texts of <c>Warning: 299</c>).</summary>
public sealed record DecodedDocument(System.Text.Json.Nodes.JsonObject Document, IReadOnlyList<string> Warnings);
