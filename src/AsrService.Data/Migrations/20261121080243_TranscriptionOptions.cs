using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class TranscriptionOptions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "language_probability",
                table: "transcripts",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "options",
                table: "jobs",
                type: "jsonb",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "language_probability",
                table: "transcripts");

            migrationBuilder.DropColumn(
                name: "options",
                table: "jobs");
        }
    }
}
