using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.ApiServer.Access;

/// <summary>Issues and checks the tokens of service accounts: JWTs signed with ES256 by a key of this cluster.</summary>
public sealed class ServiceAccountTokens(ECDsa key, string issuer, TimeProvider clock)
{
    private readonly string keyId = KeyId(key);

    public string Issue(string ns, string name, string uid, IReadOnlyList<string> audiences, TimeSpan lifetime, string tokenId)
    {
        var now = clock.GetUtcNow();
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = keyId };
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. (audiences.Count > 0 ? audiences : [issuer]).Select(audience => (JsonNode)audience)]),
            ["exp"] = now.Add(lifetime).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = issuer,
            ["jti"] = tokenId,
            ["kubernetes.io"] = new JsonObject { ["namespace"] = ns, ["serviceaccount"] = new JsonObject { ["name"] = name, ["uid"] = uid } },
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{ns}:{name}",
        };
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The account behind a token, or null when it is not one of ours, is forged, or has run out.</summary>
    public UserInfo? Check(string token)
    {
        try
        {
            var parts = token.Split('.');
            if (parts.Length != 3) return null;
            var signature = Base64Url.DecodeFromChars(parts[2]);
            if (!key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256)) return null;
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return Account(claims.RootElement);
        }
        catch (Exception error) when (error is FormatException or JsonException or CryptographicException or InvalidOperationException or KeyNotFoundException)
        {
            return null; // Not a token of ours: the caller answers 401.
        }
    }

    private UserInfo? Account(JsonElement claims)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (claims.GetProperty("iss").GetString() != issuer) return null;
        if (claims.GetProperty("exp").GetInt64() < now || claims.GetProperty("nbf").GetInt64() > now) return null;
        var bound = claims.GetProperty("kubernetes.io");
        var ns = bound.GetProperty("namespace").GetString()!;
        var account = bound.GetProperty("serviceaccount");
        var name = account.GetProperty("name").GetString()!;
        return new UserInfo(
            $"system:serviceaccount:{ns}:{name}",
            account.GetProperty("uid").GetString()!,
            ["system:serviceaccounts", $"system:serviceaccounts:{ns}", UserInfo.Authenticated])
        { Account = (ns, name) };
    }

    /// <summary>The public half, as clients that check tokens themselves fetch it.</summary>
    public JsonObject KeySet()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["use"] = "sig",
                ["kty"] = "EC",
                ["kid"] = keyId,
                ["crv"] = "P-256",
                ["alg"] = "ES256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }),
        };
    }

    public JsonObject Configuration() => new()
    {
        ["issuer"] = issuer,
        ["jwks_uri"] = $"{issuer}/openid/v1/jwks",
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("ES256"),
    };

    private static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string KeyId(ECDsa key) => Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}
