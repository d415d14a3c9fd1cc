using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Coordination.Contracts.Access;

namespace Coordination.Scenarios;

/// <summary>A device that holds one passkey and does as it is told, also what an honest one would not (WebAuthn level 2, ES256, no attestation).</summary>
internal sealed class SoftwareKey(string domain, string origin) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private uint _count = 1;

    /// <summary>For whom it was made.</summary>
    public string? UserHandle { get; set; }

    public string Domain { get; set; } = domain;

    public string Origin { get; set; } = origin;

    public bool VerifiesUser { get; set; } = true;

    /// <summary>What it answers to instead of what it is asked.</summary>
    public string? Challenge { get; set; }

    /// <summary>Some devices do not count how often they were asked.</summary>
    public bool Counts { get; set; } = true;

    public PasskeyRequest Make(PasskeyQuestion question, string name)
    {
        UserHandle = (string?)JsonNode.Parse(question.Options)!["user"]!["id"];
        var point = _key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(HasKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return new(name, question.State, Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(Client("webauthn.create", question)),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        }));
    }

    public PasskeyAnswer Show(PasskeyQuestion question)
    {
        _count++;
        var (client, data) = (Client("webauthn.get", question), Data(0));
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new(question.State, Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = UserHandle,
        }));
    }

    public void Dispose() => _key.Dispose();

    private byte[] Client(string type, PasskeyQuestion question) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = Challenge ?? (string?)JsonNode.Parse(question.Options)!["challenge"],
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    private byte[] Data(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Counts ? _count : 0);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), (byte)(flags | Present | (VerifiesUser ? Verified : 0)), .. count];
    }

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(_id),
        ["rawId"] = Base64Url.EncodeToString(_id),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
