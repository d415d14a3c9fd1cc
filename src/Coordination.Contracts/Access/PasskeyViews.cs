namespace Coordination.Contracts.Access;

/// <summary>A passkey of one's own.</summary>
/// <param name="UsedAt">When it was last shown; null: never since it was added.</param>
public sealed record PasskeyView(PasskeyId Id, string Name, DateTimeOffset AddedAt, DateTimeOffset? UsedAt);

/// <summary>What a device is asked, once and for five minutes.</summary>
/// <param name="State">Goes back with the answer as it is.</param>
/// <param name="Options">JSON for <c>navigator.credentials</c>, as <c>PublicKeyCredential.parse…OptionsFromJSON</c> reads them.</param>
public sealed record PasskeyQuestion(string State, string Options);

/// <summary>What the device answered.</summary>
/// <param name="Credential">JSON, as <c>PublicKeyCredential.toJSON()</c> writes it.</param>
public sealed record PasskeyAnswer(string State, string Credential);

/// <summary>A new passkey: what the device answered, and a name by which its person knows it again.</summary>
public sealed record PasskeyRequest(string Name, string State, string Credential);

/// <summary>Another name for a passkey.</summary>
public sealed record PasskeyName(string Name);
