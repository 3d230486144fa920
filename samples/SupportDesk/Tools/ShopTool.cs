namespace SupportDesk.Tools;

/// <summary>
/// What it takes to register one of the shop's tools. The handler's parameters are those of the schema, by name, plus a
/// <see cref="Data.ShopSession"/> where it reads the shop and a <see cref="CancellationToken"/>, which nobody but the host fills in.
/// </summary>
/// <param name="Name">The name in snake_case.</param>
/// <param name="Description">One or two sentences for a model.</param>
/// <param name="ParametersSchema">The JSON Schema of the arguments.</param>
/// <param name="ChangesData">Whether a call can change a row.</param>
/// <param name="Handler">
/// A method that returns a <see cref="ValueTask{TResult}"/> of string: JSON, plain text, or a line that begins with <c>Error:</c>.
/// </param>
public sealed record ShopTool(string Name, string Description, string ParametersSchema, bool ChangesData, Delegate Handler);
