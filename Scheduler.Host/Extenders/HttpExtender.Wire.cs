using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;

namespace Scheduler.Host.Extenders;

/// <summary>One POST and its answer. Whatever goes wrong out there is an answer with an error.</summary>
public sealed partial class HttpExtender
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private ExtenderAnswer<T> Call<T>(string verb, Action<Utf8JsonWriter> write, Func<WireObject, ExtenderAnswer<T>> read)
        where T : class
    {
        try
        {
            using HttpRequestMessage request = Request(verb, write);
            using HttpResponseMessage response = client.Send(request);
            using Stream body = response.Content.ReadAsStream();
            return Answer(verb, response.StatusCode, body, read);
        }
        catch (Exception e) when (Problem(verb, e) is not null)
        {
            return ExtenderAnswer<T>.Failed(Problem(verb, e)!);
        }
    }

    private async Task<ExtenderAnswer<T>> CallAsync<T>(string verb, Action<Utf8JsonWriter> write, Func<WireObject, ExtenderAnswer<T>> read, CancellationToken cancellation)
        where T : class
    {
        try
        {
            using HttpRequestMessage request = Request(verb, write);
            using HttpResponseMessage response = await client.SendAsync(request, cancellation);
            using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            return Answer(verb, response.StatusCode, body, read);
        }
        catch (Exception e) when (Problem(verb, e) is not null)
        {
            return ExtenderAnswer<T>.Failed(Problem(verb, e)!);
        }
    }

    private HttpRequestMessage Request(string verb, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer)) write(json);
        ReadOnlyMemoryContent content = new(buffer.WrittenMemory);
        content.Headers.ContentType = JsonType;
        return new(HttpMethod.Post, requestPrefix + verb) { Content = content };
    }

    private ExtenderAnswer<T> Answer<T>(string verb, HttpStatusCode status, Stream body, Func<WireObject, ExtenderAnswer<T>> read)
        where T : class
    {
        if (status != HttpStatusCode.OK) return ExtenderAnswer<T>.Failed($"failed {verb} with extender at URL {prefix}{verb}, code {(int)status}");
        using JsonDocument document = JsonDocument.Parse(body);
        return read(new(document.RootElement));
    }

    /// <summary>What is wrong, in one line; null for bugs and for a caller who gives up.</summary>
    private string? Problem(string verb, Exception e) => e switch
    {
        TaskCanceledException { InnerException: TimeoutException } => $"{prefix}{verb}: no answer within {Durations.Format(options.HttpTimeout)}",
        HttpRequestException or IOException => $"{prefix}{verb}: {(e.InnerException ?? e).Message.TrimEnd('.')}",
        JsonException => $"{prefix}{verb}: the answer is not what was expected: {e.Message.Split(" LineNumber:")[0].TrimEnd('.')}",
        _ => null,
    };
}
