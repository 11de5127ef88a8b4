namespace AsrService.Data.Operators;

/// <summary>Somebody who may use the dashboard.</summary>
/// <param name="Name">The name that they log in with.</param>
/// <param name="Role">What they may do; it changes only with the password.</param>
/// <param name="PasswordVersion">Raised with each new password: a session holds while it is the same.</param>
internal sealed record Operator(string Name, OperatorRole Role, int PasswordVersion);
