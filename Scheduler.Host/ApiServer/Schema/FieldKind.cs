namespace Scheduler.Host.ApiServer.Schema;

/// <summary>What one value of a field is, whatever its container (see <see cref="FieldShape"/>).</summary>
public enum FieldKind : byte
{
    String,
    Int32,
    Int64,
    Bool,
    Double,

    /// <summary>Base64 in JSON, bytes in protobuf.</summary>
    Bytes,

    /// <summary>An object whose fields are in the table.</summary>
    Message,

    /// <summary>A resource quantity such as <c>100m</c>.</summary>
    Quantity,

    /// <summary>RFC 3339 with whole seconds, UTC.</summary>
    Time,

    /// <summary>RFC 3339 with six decimals, UTC.</summary>
    MicroTime,

    /// <summary>A port or a percentage: a JSON number or string.</summary>
    IntOrString,

    /// <summary>Any object, kept as it is.</summary>
    RawObject,

    /// <summary>The ownership sets of managedFields: JSON text inside a protobuf message.</summary>
    FieldsV1,

    /// <summary>Any JSON value (<c>apiextensions.JSON</c>).</summary>
    AnyJson,

    /// <summary>A schema or a list of schemas.</summary>
    SchemaOrArray,

    /// <summary>A schema or a boolean.</summary>
    SchemaOrBool,

    /// <summary>A schema or a list of strings.</summary>
    SchemaOrStrings,

    /// <summary>An object without fields.</summary>
    Empty,
}

/// <summary>How many values a field holds and how they are arranged.</summary>
public enum FieldShape : byte
{
    One,
    List,
    Map,

    /// <summary>A map of lists of strings (the <c>extra</c> of a user).</summary>
    MapOfLists,
}

/// <summary>What JSON shows for a zero value.</summary>
public enum ZeroRule : byte
{
    /// <summary>Absent when zero or empty.</summary>
    Dropped,

    /// <summary>Present if it was set, even to zero: presence matters.</summary>
    Kept,

    /// <summary>Written even when zero; a list that was never set is null.</summary>
    Always,
}

/// <summary>How server-side apply and patches look at a list.</summary>
public enum ListKind : byte
{
    Unstated,
    Atomic,
    Set,
    Map,
}
