using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class Dashboard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "role",
                table: "operators",
                type: "text",
                nullable: false,
                defaultValue: "operator");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_protocol",
                table: "jobs",
                columns: new[] { "protocol", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_protocol",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "role",
                table: "operators");
        }
    }
}
